"""Word documents (.docx, .docm, .dotx) → the neutral tree, read part by part: why not by a library is said in docs/decisions.md."""
