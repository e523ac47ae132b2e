"""Finds, in syntax trees, what opens, reads, lists, writes, renames or removes files and folders by their paths."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_MODULES = {
    "dbm", "fileinput", "filecmp", "glob", "importlib.resources", "mmap", "pkgutil", "shelve", "sqlite3", "tempfile",
    "watchfiles", "zipapp",
}  # fmt: skip
"""Modules that open files by their paths: to import one is to do so."""

_OS = {
    "access", "chmod", "chown", "fwalk", "link", "listdir", "lstat", "makedirs", "mkdir", "mkfifo", "mknod", "open", "readlink",
    "remove", "removedirs", "rename", "renames", "replace", "rmdir", "scandir", "stat", "symlink", "truncate", "unlink", "utime",
    "walk",
}  # fmt: skip
_OS_PATH = {
    "exists", "getatime", "getctime", "getmtime", "getsize", "isdir", "isfile", "islink", "ismount", "lexists", "samefile",
}  # fmt: skip

_PATH = {
    "chmod", "glob", "hardlink_to", "lchmod", "mkdir", "read_bytes", "read_text", "rglob", "samefile", "symlink_to", "touch",
    "unlink", "write_bytes", "write_text",
}  # fmt: skip
"""Methods of `pathlib.Path` that no other type of ours has."""

_PATH_ALONE = {
    "exists", "expanduser", "is_block_device", "is_char_device", "is_dir", "is_fifo", "is_file", "is_mount", "is_socket",
    "is_symlink", "iterdir", "lstat", "owner", "readlink", "rmdir", "stat",
}  # fmt: skip
"""Methods of `pathlib.Path` that others may have, too, with the name of a file; those of `Path` take none."""

_OPENERS = {
    "ElementTree", "FileHandler", "FileResponse", "FileSystemLoader", "FileType", "Presentation", "StaticFiles", "TTCollection",
    "TTFont", "Workbook", "ZipFile", "from_file_path", "memmap", "parse_file",
}  # fmt: skip
"""Classes and functions of libraries that open a file when they are given a path, and bytes when they are given `io.BytesIO(…)`."""


def disk_accesses(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, what) for everything in a file of Python that touches the disk by a path."""
    tree = ast.parse(source)
    aliases = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, f"import {one.name}") for one in names if one.name in _MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                for one in names:
                    whole = f"{module}.{one.name}"
                    if {module, whole} & _MODULES or _is_function(module, one.name):
                        yield node.lineno, whole
            case ast.Call(func=ast.Name(id=name)) if name in {"open", "__import__"} or _opens(name, node):
                yield node.lineno, f"{name}(…)"
            case ast.Attribute(attr=attr) if attr in _PATH:
                yield node.lineno, f".{attr}"
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if _is_function(aliases.get(name, name), attr):
                yield node.lineno, f"{name}.{attr}"
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="os"), attr="path"), attr=attr) if (
                attr in _OS_PATH
            ):
                yield node.lineno, f"os.path.{attr}"
            case ast.Call(func=ast.Attribute(attr=attr)) if _is_method(attr, node) or _opens(attr, node):
                yield node.lineno, f".{attr}(…)"


def _is_function(module: str, name: str) -> bool:
    """Say whether a function of the standard library touches the disk by a path."""
    return (
        (module in {"os", "posix", "nt"} and name in _OS)
        or (module in {"os.path", "posixpath", "ntpath", "genericpath"} and name in _OS_PATH)
        or (module == "shutil" and name != "which")
        or (module == "Path" and name in {*_PATH_ALONE, "open", "rename", "replace"})
        or (
            module in {"io", "codecs", "tokenize", "gzip", "bz2", "lzma", "tarfile", "builtins", "wave"}
            and name == "open"
        )
    )


def _is_method(attr: str, call: ast.Call) -> bool:
    """Say whether a call is one of a method of `pathlib.Path`, as far as its name and its arguments tell."""
    if attr in _PATH_ALONE:
        return not call.args
    if attr == "open":
        return not _is_bytes(call)
    return attr in {"replace", "rename"} and len(call.args) == 1 and not call.keywords


def _opens(name: str, call: ast.Call) -> bool:
    return name in _OPENERS and bool(call.args) and not _is_bytes(call)


def _is_bytes(call: ast.Call) -> bool:
    """Say whether what is opened is bytes: `io.BytesIO(…)`, or a name or literal that says so."""
    match call.args[:1]:
        case [ast.Call(func=ast.Attribute(attr="BytesIO") | ast.Name(id="BytesIO"))]:
            return True
        case [ast.Name(id="out" | "stream" | "buffer")]:
            return True
        case _:
            return False
