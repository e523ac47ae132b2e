"""The tree of a parsed module: every inline and block of the source language, by meaning and not by looks.

`Inline` and `Block` are closed unions: writers match every case and end with `assert_never`. Every node has its place
in the source (`at`) and its language (`lang`, "" = that of its parent). Trees are walked by `children` and `walk` and
changed by `rewrite` alone, so that no kind of node is forgotten, and none meant for facilitators leaks.

Whoever reads a module imports this package alone, as `m`; its files import one another.
"""

from __future__ import annotations

from builder.model.module.contacts import Contact, ContactFact, ContactList
from builder.model.module.data import MARKS, Cell, Chart, Figure, Row, Table
from builder.model.module.fields import FIELD_KINDS, FORM_LOOKS, FieldKind, FieldOption, FormField, FormFields, FormLook
from builder.model.module.forms import (
    Event,
    Form,
    Headed,
    Number,
    Panel,
    Panels,
    Scale,
    Side,
    Step,
    Steps,
    Stop,
    Timeline,
    Versus,
)
from builder.model.module.inlines import (
    Abbreviation,
    Citation,
    Cited,
    Code,
    Emphasis,
    Explained,
    Footnote,
    Highlight,
    InlineImage,
    Key,
    Keyboard,
    LineBreak,
    Link,
    Phrase,
    Reference,
    Strike,
    Strong,
    Styled,
    Subscript,
    Superscript,
    Text,
)
from builder.model.module.node import BlockNode, Container, InlineNode, Node, Piece
from builder.model.module.questions import (
    Answer,
    Check,
    ColumnHead,
    Match,
    Matching,
    Offered,
    Option,
    Ordering,
    Prompt,
    Question,
    RightPlace,
    Unordered,
    Verdict,
)
from builder.model.module.reading import plain
from builder.model.module.structure import Column, Columns, Heading, Part, SlideBreak, Topic
from builder.model.module.teaching import (
    Activity,
    Card,
    Cards,
    Caution,
    ContentNote,
    Cue,
    Definition,
    Discussion,
    Facilitator,
    FillIn,
    HandoutOnly,
    KeyPoints,
    Local,
    Note,
    Notes,
    Objectives,
    Quote,
    Reflection,
    Resources,
    Scenario,
    Shared,
    SlideOnly,
)
from builder.model.module.text import (
    CodeBlock,
    DefinitionEntry,
    DefinitionList,
    List,
    ListItem,
    Meaning,
    Paragraph,
    Term,
)
from builder.model.module.walking import C, Change, N, children, rewrite, rewrite_blocks, walk
from builder.model.module.whole import Asset, Entry, Module, TranslatedFrom, nodes, topics

Inline = (
    Text
    | Strong
    | Emphasis
    | Strike
    | Subscript
    | Superscript
    | Highlight
    | Phrase
    | Key
    | Explained
    | Link
    | Reference
    | Code
    | Keyboard
    | Abbreviation
    | LineBreak
    | Citation
    | Footnote
    | InlineImage
)

Block = (
    Part
    | Topic
    | Heading
    | SlideBreak
    | Paragraph
    | List
    | DefinitionList
    | CodeBlock
    | Table
    | Figure
    | Chart
    | Columns
    | Column
    | Objectives
    | KeyPoints
    | Activity
    | Discussion
    | Scenario
    | Cards
    | Check
    | Matching
    | Ordering
    | Answer
    | Reflection
    | FillIn
    | FormFields
    | Definition
    | Note
    | Caution
    | ContentNote
    | Quote
    | Notes
    | Cue
    | Facilitator
    | HandoutOnly
    | SlideOnly
    | Resources
    | ContactList
    | Contact
    | Local
    | Shared
    | Panels
    | Steps
    | Versus
    | Timeline
    | Scale
    | Number
)
