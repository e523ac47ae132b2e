"""What tests share: courses to build, decks and pages to look into, outside tools."""
