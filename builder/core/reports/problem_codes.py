"""The codes of problems: public names, listed in the author's guide. A code names the fault, never the fix.

A code is an `ERROR` only where an output would be wrong, unsafe or impossible; everything else is a `WARNING`
(docs/contracts.md, "Problems").
"""

from __future__ import annotations

from enum import Enum
from typing import Self


class Severity(Enum):
    """How bad: an error stops that module's outputs, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


_E, _W = Severity.ERROR, Severity.WARNING


class ProblemCode(Enum):
    """Every fault that Coursewright knows. The value is the public name."""

    severity: Severity
    meaning: str

    def __new__(cls, name: str, severity: Severity, meaning: str) -> Self:
        """Make a member whose value is its public name and whose docstring is its meaning."""
        member = object.__new__(cls)
        member._value_ = name
        member.severity = severity
        member.meaning = member.__doc__ = meaning
        return member

    # files and front matter
    UNREADABLE_SOURCE = "unreadable-source", _E, "A source file is missing, too large, or not UTF-8 text."
    READING_STOPPED = (
        "reading-stopped",
        _E,
        "A file, or what it names, could not be read: reading it hit a limit of time or memory, or failed.",
    )
    UNREADABLE_IMPORT = (
        "unreadable-import",
        _E,
        "A file that is to be imported is damaged, protected by a password, too large, or of a kind that is not read.",
    )
    TOO_MANY_PROBLEMS = "too-many-problems", _W, "A file has more than 1,000 problems; the others are counted."
    EMPTY_MODULE = "empty-module", _E, "A module has no text besides its front matter."
    BROKEN_YAML = "broken-yaml", _E, "A YAML file or front matter cannot be parsed."
    MISSING_FRONT_MATTER = "missing-front-matter", _E, "A module does not begin with front matter between `---` lines."
    MISSING_KEY = "missing-key", _E, "A required key is absent."
    WRONG_VALUE = "wrong-value", _E, "A key has a value of the wrong kind."
    UNKNOWN_KEY = "unknown-key", _W, "A key is not one that is known; it has no effect."
    DUPLICATE_MODULE = "duplicate-module", _E, "Two modules have the same id."
    MISSING_MODULE = "missing-module", _E, "course.yml lists a module that has no folder."
    UNUSABLE_NAME = "unusable-name", _E, "A module's folder has a name that not every computer can have, or show."
    MISNAMED_MODULE = "misnamed-module", _W, "A folder of modules/ holds Markdown, and no module.md."
    CONTROL_CHARACTER = "control-character", _W, "Control characters, or signs that turn text around, were left out."
    # divs and attributes
    UNCLOSED_DIV = "unclosed-div", _E, "A `:::` div is opened and never closed."
    CROSSING_DIV = "crossing-div", _E, "A `:::` closes a div that was opened at another indentation, or none at all."
    ODD_FENCE = "odd-fence", _W, "A div's fence is not three colons at the margin; it is read as one."
    UNKNOWN_DIV = "unknown-div", _W, "A div's name is not known; its content is kept."
    SEVERAL_CLASSES = (
        "several-classes",
        _W,
        "A div has more than one class; other tools read notes only by a single class.",
    )
    BROKEN_ATTRIBUTES = "broken-attributes", _E, "Text in `{…}` is not a list of attributes."
    UNKNOWN_ATTRIBUTE = "unknown-attribute", _W, "An attribute is not known here; it has no effect."
    UNKNOWN_ICON = "unknown-icon", _W, "There is no icon of this name, or no room for it; it is not shown."
    UNKNOWN_AUDIENCE = "unknown-audience", _E, "An audience is not known; the block is kept for the guide alone."
    AUDIENCE_WITHOUT_EFFECT = (
        "audience-without-effect",
        _E,
        "A word that says who may see a text has no effect where it stands; the text is kept for the guide alone.",
    )
    SEEN_BY_NOBODY = "seen-by-nobody", _W, "A block stands in no file: what is around it is for other files."
    UNGUARDED_LABEL = (
        "unguarded-label",
        _W,
        "A heading or label says that an answer, or a note for facilitators, follows, and participants read it.",
    )
    SCRIPT_OUTSIDE_NOTES = "script-outside-notes", _E, "A cue such as `SAY:` stands outside `::: notes`."
    DEFINED_FOR_FACILITATORS = (
        "defined-for-facilitators",
        _E,
        "A footnote, abbreviation or link is defined in a block that not everyone sees, and used outside it.",
    )
    MISPLACED_BLOCK = "misplaced-block", _W, "A block stands where it has no meaning; its content is kept."
    UNKNOWN_FIELD = "unknown-field", _W, "A contact has a field that is not known; it is printed as it stands."
    CONTACT_WITHOUT_NAME = "contact-without-name", _W, "A contact does not say what the service is called."
    CONTACT_WITHOUT_NUMBER = "contact-without-number", _W, "A contact has no number or address by which to reach it."
    # Markdown
    UNCLOSED_CODE = "unclosed-code", _E, "A code fence is opened and never closed."
    UNCLOSED_COMMENT = "unclosed-comment", _E, "An HTML comment is not closed where it should be; its text is kept."
    UNDERLINED_HEADING = (
        "underlined-heading",
        _W,
        "Text over `---` would be a heading elsewhere; here it is text and a slide break.",
    )
    HEADING_WITHOUT_SPACE = (
        "heading-without-space",
        _W,
        "The signs of a heading have no space after them, or are too many.",
    )
    HTML_IGNORED = "html-ignored", _W, "HTML is not part of the language; its text is kept, its tags are not."
    FOREIGN_SYNTAX = (
        "foreign-syntax",
        _W,
        "Something is written as another tool has it and has no equal here; the message says what became of it.",
    )
    MATH = "math", _W, "Formulas are not typeset; they are printed as written."
    RAGGED_TABLE = "ragged-table", _W, "A table row has more or fewer cells than the header."
    TABLE_WITHOUT_RULE = "table-without-rule", _W, "A table has no line of dashes; its first row is read as its header."
    REPEATED_TITLE = "repeated-title", _W, "A `#` heading repeats the module's title and is left out."
    SKIPPED_HEADING_LEVEL = "skipped-heading-level", _W, "A heading skips a level."
    EMPTY_HEADING = "empty-heading", _E, "A heading has no text."
    TOO_LARGE = "too-large", _E, "A word, a table or all pictures together are larger than can be laid out."
    TOO_DEEP = "too-deep", _E, "Blocks are nested deeper than can be printed."
    # references and assets
    DUPLICATE_ID = "duplicate-id", _E, "Two blocks of a module have the same id."
    DEAD_REFERENCE = (
        "dead-reference",
        _E,
        "A reference leads to an id, shared block, footnote or source that does not exist.",
    )
    REFERENCE_AGAINST_THE_FLOW = "reference-against-the-flow", _E, "A link points to an edition that is made later."
    UNDEFINED_LINK = (
        "undefined-link",
        _W,
        "A link `[words][label]` has a label that nothing defines; its words are kept.",
    )
    UNSAFE_LINK = "unsafe-link", _E, "An address is not a plain http, https, mailto, tel or sms address."
    LOCAL_LINK = "local-link", _W, "A link leads to a file that no output has; its words stay, without the link."
    IMAGE_WITHOUT_ALT = "image-without-alt", _E, "A picture has no text alternative and is not marked decorative."
    AMBIGUOUS_CAPTION = (
        "ambiguous-caption",
        _W,
        "The words in a picture's brackets look like a caption and are read out as its text alternative, or cannot be printed.",
    )
    MISSING_ASSET = "missing-asset", _E, "A picture or data file is not there, or cannot be used."
    UNSAFE_ASSET = "unsafe-asset", _E, "A file could reach outside the course, run script, or is not of a known type."
    PICTURE_CHANGED = "picture-changed", _W, "A picture holds what not every output can show; it is shown without that."
    BROKEN_DATA = "broken-data", _E, "A chart's data file cannot be used."
    UNUSED_FOOTNOTE = "unused-footnote", _W, "A footnote is defined and never called; its text is left out."
    DUPLICATE_TERM = (
        "duplicate-term",
        _W,
        "A word stands for two terms of the glossary or is explained twice; the first is meant.",
    )
    UNUSED_TERM = "unused-term", _W, "A term of the glossary is used in no module of the course."
    # teaching
    UNCLEAR_QUESTION = (
        "unclear-question",
        _E,
        "A question holds what is not clearly its text, an option, a reason or the answer.",
    )
    EMPTY_QUESTION = "empty-question", _E, "A question asks nothing."
    NO_RIGHT_OPTION = "no-right-option", _E, "No option of a question is marked right, and it is not a survey."
    ORDER_AS_ASKED = (
        "order-as-asked",
        _W,
        "What is to be matched or put in order comes out in the right order, though it was mixed.",
    )
    AMBIGUOUS_ANSWER = "ambiguous-answer", _E, "A question that asks for one option has several marked right."
    OPTION_WITHOUT_REASON = (
        "option-without-reason",
        _W,
        "An option of a question gives no reason why it is right or wrong.",
    )
    MISSING_MINUTES = "missing-minutes", _W, "An activity has no minutes; the run sheet shows a dash."
    DURATION_MISMATCH = (
        "duration-mismatch",
        _W,
        "The topics take longer than the module, or leave more than a quarter of its time without anything.",
    )
    UNKNOWN_OBJECTIVE = "unknown-objective", _W, "An `objective=` gives a number that no objective has."
    CUT_LOSES = (
        "cut-loses",
        _E,
        "A shorter session would lose what every session needs, or what is tied to what it keeps.",
    )
    TOO_LONG_FOR_SESSION = "too-long-for-session", _E, "What must stay in a shorter session takes longer than it has."
    NEVER_SHOWN = "never-shown", _W, "Something is only for sessions of a length that there is not."
    CUT_REFERENCE = "cut-reference", _W, "A reference leads to a block that a shorter session leaves out."
    EARLY_CHECKED = "early-checked", _W, "`checked` stands in a module with a source that was not read at the original."
    UNCLEAR_OPENING = "unclear-opening", _W, "What a source says of how it was opened does not fit together."
    CYCLIC_PREREQUISITE = "cyclic-prerequisite", _W, "Modules ask for each other as prerequisites, in a circle."
    # subject: only where course.yml asks for it under `checks:`
    HOUSE_TERM = "house-term", _W, "A word that the course avoids stands outside quotation marks."
    UNCITED_NUMBER = "uncited-number", _W, "A number that participants read has no source, and is not called made up."
    UNDATED_SOURCE = "undated-source", _W, "A source that is cited has no year."
    UNSOURCED_SLIDE = "unsourced-slide", _W, "A slide shows a number whose source or caveat is not on it."
    LONG_SCRIPT = "long-script", _W, "The script of one slide is longer than the course allows."
    MISSING_BLOCK = "missing-block", _W, "A block that the course asks of every module is not there."
    WEAK_OBJECTIVE = "weak-objective", _W, "An objective begins with a verb that nobody can watch."
    UNTIED_OBJECTIVE = (
        "untied-objective",
        _W,
        "An objective has no activity that practices it, or no question about it.",
    )
    HARD_TO_READ = "hard-to-read", _W, "A module's text reads at a higher grade than the course wants."
    LONG_SENTENCE = "long-sentence", _W, "A sentence is too long, or sentences are too long on average."
    GUESSABLE_TEST = (
        "guessable-test",
        _W,
        "Questions can be answered without knowing: by the letter, the length, or a word such as “always”.",
    )
    OVERFULL_TOPIC = "overfull-topic", _W, "What is done or said in a topic or activity takes longer than it has."
    TIGHT_SESSION = "tight-session", _W, "A session has less time in reserve than the course wants."
    MISSING_BREAK = "missing-break", _W, "A session goes on without a break for longer than the course wants."
    HURRIED_CHECK = "hurried-check", _W, "A topic has less time than its questions need."
    SHORT_CLOSING = "short-closing", _W, "A session's last topic is shorter than the course wants."
    THIN_SESSION = "thin-session", _W, "A session has fewer activities or questions than the course asks for."
    UNASKED_OBJECTIVE = "unasked-objective", _W, "A session can reach an objective, and has no question about it."
    MISSING_LENGTH = "missing-length", _W, "A module is not made for a length that the course teaches in."
    # slides
    NOTHING_ON_SLIDE = (
        "nothing-on-slide",
        _W,
        "A topic has prose only and no sentence marked `{.key}`: its slide shows the heading alone.",
    )
    NOT_ON_SLIDE = "not-on-slide", _W, "Something cannot be shown on a slide and was put in the notes."
    REPEATED_SLIDE_TITLE = (
        "repeated-slide-title",
        _W,
        "Two topics have the same title; slides are told apart by a number.",
    )
    UNSUITABLE_LAYOUT = (
        "unsuitable-layout",
        _W,
        "A slide layout that was asked for is not known, or cannot hold the content.",
    )
    FORM_AS_LIST = (
        "form-as-list",
        _W,
        "Panels, steps or another form have not its shape, or do not fit on a slide; they are shown as plain text.",
    )
    NUMBER_WITHOUT_SOURCE = (
        "number-without-source",
        _E,
        'A number shown large names no source, no caveat or nothing that it counts; `caveat="none"` says that it needs none.',
    )
    UNCLEAR_SHEET = (
        "unclear-sheet",
        _E,
        "A pack or a form for reviewers has a sheet without a title, a layout that is not known, or text on no sheet.",
    )
    UNKNOWN_PLACEHOLDER = (
        "unknown-placeholder",
        _E,
        "A word in braces of a pack, or what a form is repeated for, is not known.",
    )
    MISSING_ORGANIZATION = (
        "missing-organization",
        _E,
        "A sheet of a pack, such as a certificate, names an organization that nobody has named.",
    )
    UNEVEN_GROUPS = "uneven-groups", _W, "An activity's groups cannot be made of as many people as come."
    FORM_WITHOUT_FIELDS = "form-without-fields", _E, "A form has no field to write in."
    DUPLICATE_FIELD = "duplicate-field", _E, "A form has the same field twice; nobody could tell the answers apart."
    UNCLEAR_FIELD = (
        "unclear-field",
        _E,
        "What is to be written in a field of a form cannot be told: no words, no answers, or an unknown kind.",
    )
    EMPTY_PIECE = "empty-piece", _W, "An item of a form has no words and is left out, or one of two sides has no text."
    DATES_OUT_OF_ORDER = "dates-out-of-order", _W, "An entry of a timeline is earlier than the one before it."
    CROWDED_TOPIC = "crowded-topic", _W, "A topic needs more than three slides."
    HEAVY_PAGE = "heavy-page", _W, "The handout for phones is larger than a slow line carries in half a minute."
    TOO_LARGE_FOR_SLIDE = (
        "too-large-for-slide",
        _W,
        "One piece of text is larger than a whole slide; it is set smaller than the theme's floor.",
    )
    NOT_IN_QUESTION_BANK = (
        "not-in-question-bank",
        _W,
        "A question holds what a learning platform's question bank cannot carry; its words are kept, or it is left out.",
    )
    INCOMPLETE_BOOK = "incomplete-book", _W, "A book of the course is not made, because a module of it has errors."
    OPEN_REVIEW_COMMENT = "open-review-comment", _W, "A reviewer's remark in module.review.md is open."
    UNKNOWN_REVIEW_ANCHOR = (
        "unknown-review-anchor",
        _W,
        "A reviewer's open remark in module.review.md is on a block that the module does not have.",
    )
    EMPTY_EDITION = "empty-edition", _W, "An edition would hold nothing and is not made."
    SHEET_TOO_LONG = "sheet-too-long", _W, "The one-sheet summary needs more than the two sides of a sheet."
    TABLE_TOO_WIDE = "table-too-wide", _W, "A table is wider than a page turned on its side; words in it are broken."
    IMAGE_TOO_SMALL = (
        "image-too-small",
        _W,
        "A picture has too few pixels, or too small words: 8 pt on a page, 14 on a slide, 15.5 in large print, 11 px on phones.",
    )
    # theme
    UNREADABLE_BRAND = (
        "unreadable-brand",
        _E,
        "A file that a theme is to be made of is damaged, refers to itself, or is of a kind that is not read.",
    )
    BRAND_CHANGED = "brand-changed", _W, "A value of a brand was left out, or changed: its owner should decide."
    BROKEN_THEME = "broken-theme", _E, "A theme cannot be loaded: a token is missing or has a wrong value."
    LOW_CONTRAST = "low-contrast", _E, "Two colors of a theme are too close for text or lines to be seen."
    LAYOUT_NOT_MATCHED = (
        "layout-not-matched",
        _W,
        "A PowerPoint template has no layout for a kind of slide; another of its layouts carries it.",
    )
    TEMPLATE_FAULT = "template-fault", _W, "A PowerPoint template has text that is hard to read, or little room."
    UNMEASURED_FONT = (
        "unmeasured-font",
        _W,
        "Slides are set in a font of which there is no file; they are fitted with room to spare.",
    )
    MISSING_LABEL = "missing-label", _W, "A label is not translated into the module's language; English is printed."
    BROKEN_LABEL = "broken-label", _W, "A course's own translation of a label cannot be used; ours is printed."
    MISSING_GLYPH = "missing-glyph", _W, "No bundled font has some characters of the text; boxes are printed for them."
    UNREADABLE_SCRIPT = (
        "unreadable-script",
        _E,
        "No bundled font has a tenth or more of a module's letters; its pages would be boxes.",
    )
    RENDERER_WARNING = "renderer-warning", _W, "The PDF engine reported something it could not do."
    KEPT_OUTPUT = (
        "kept-output",
        _W,
        "A file in the output folder is not as it was made, or was not made here: it is kept, and the new one has another name.",
    )
    RENDERER_STOPPED = (
        "renderer-stopped",
        _E,
        "A file was not made: its maker hit a limit of time or memory, or crashed.",
    )
    # translations
    BROKEN_TRANSLATION = "broken-translation", _E, "A PO file is broken, or belongs to another module or language."
    DUPLICATE_TRANSLATION = "duplicate-translation", _W, "A PO file has the same text twice."
    UNTRANSLATED = "untranslated", _W, "A text has no translation, or one of words that have changed since."
    UNTRANSLATED_SAFETY = "untranslated-safety-text", _E, "What keeps people safe is not translated, such as a contact."
    REFUSED_TRANSLATION = "refused-translation", _W, "A translation changes more than words, and is not used."
    UNLIKE_TRANSLATION = "unlike-translation", _W, "A translation has other numbers, or signs that its source has not."
