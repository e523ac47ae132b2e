"""Books of a whole course: all modules joined into one Module, so that writers and rules need no special case for books.

The topics of the course's own pages (modules/course/module.md) come first, those with `position="back"` last; each
module is a part between them. A block's id becomes `module/block`. Numbers stay those of the module, so that
“Activity 2” in the book is “Activity 2” in the module's handout and slides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.core.frozen import replace
from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.transform.editions import EDITIONS
from builder.transform.selection import select


def bind(own: m.Module, modules: Iterable[m.Module]) -> m.Module:
    """Return a book of the course's own pages and its modules. Its duration is the sum of theirs."""
    bound = tuple(modules)
    front, back = _split_pages(own)
    parts = tuple(_part(module, number, own.lang) for number, module in enumerate(bound, 1))
    known = [module.meta.minutes for module in bound]
    return replace(
        own,
        meta=own.meta.model_copy(update={"duration": sum(n or 0 for n in known) or None}),
        body=(*front, *parts, *back),
        assets=own.assets | {id_in_book(mod, name): asset for mod in bound for name, asset in mod.assets.items()},
        works=own.works | {key: work for module in bound for key, work in module.works.items()},
    )


def id_in_book(module: m.Module, ident: str) -> str:
    """Return the id that a block or picture of a module has in a book."""
    return f"{module.id}/{ident}"


def book_page_index(places: Iterable[tuple[m.Module, PageIndex]]) -> PageIndex:
    """Return the index for references in a book: the pages and slides of the modules' own editions, by ids in the book."""
    found: dict[str, dict[str, int]] = {}
    for module, page_index in places:
        for edition, numbers in page_index.places.items():
            found.setdefault(edition, {}).update({id_in_book(module, name): page for name, page in numbers.items()})
    return PageIndex(found)


def _split_pages(own: m.Module) -> tuple[tuple[m.Block, ...], tuple[m.Block, ...]]:
    def is_back(block: m.Block) -> bool:
        return isinstance(block, m.Topic) and block.position == "back"

    return tuple(b for b in own.body if not is_back(b)), tuple(b for b in own.body if is_back(b))


def _part(module: m.Module, number: int, lang: str) -> m.Part:
    """Return a module as a part of a book. It begins with what the module's cover shows and its handout's body does not repeat."""
    meta = module.meta
    kinds = {type(node) for node in m.walk(*select(replace(module, terms=()), EDITIONS["handout"]).body)}
    opening: list[m.Block] = [m.Paragraph(id="lede", content=(m.Text(text=meta.description),))]
    if m.Objectives not in kinds:
        opening.append(m.Objectives(id="aims", body=(_list(one.text for one in meta.objectives),)))
    if meta.content_note and m.ContentNote not in kinds:
        noted = m.Paragraph(id="noted", content=(m.Text(text=meta.content_note),))
        opening.append(m.ContentNote(id="note", body=(noted,)))

    def name(node: m.Node, context: None) -> tuple[m.Node, None]:
        return _prefix_ids(node, module), context

    return m.Part(
        id=module.id,
        title=(m.Text(text=meta.title),),
        module=module.id,
        number=number,
        objectives=tuple(meta.objectives),
        lang=module.lang if module.lang != lang else "",
        body=m.rewrite_blocks((*opening, *_flat(module.body)), name, None),
    )


def _flat(body: tuple[m.Block, ...]) -> Iterator[m.Block]:
    """Yield a module's blocks with parts replaced by their topics: a book has one level of parts, the modules."""
    for block in body:
        if isinstance(block, m.Part):
            yield from block.body
        else:
            yield block


def _list(items: Iterable[str]) -> m.List:
    points = (m.ListItem(body=(m.Paragraph(content=(m.Text(text=item),)),)) for item in items)
    return m.List(id="aims-list", items=tuple(points))


def _prefix_ids(node: m.Node, module: m.Module) -> m.Node:
    """Return a node with its id, references, ties and picture names prefixed by the module's id."""
    match node:
        case m.Figure():
            return replace(
                node,
                id=id_in_book(module, node.id),
                src=id_in_book(module, node.src),
                keep_with=_prefix_tie(node, module),
            )
        case m.BlockNode():
            return (
                replace(node, id=id_in_book(module, node.id), keep_with=_prefix_tie(node, module)) if node.id else node
            )
        case m.InlineImage():
            return replace(node, src=id_in_book(module, node.src))
        case m.Reference():
            return replace(node, target=id_in_book(module, node.target))
        case _:
            return node


def _prefix_tie(node: m.BlockNode, module: m.Module) -> str:
    return id_in_book(module, node.keep_with) if node.keep_with else ""
