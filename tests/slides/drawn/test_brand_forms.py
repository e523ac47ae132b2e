"""Rules, lines and dots of forms in organizations' templates."""

from __future__ import annotations

from tests.slides.test_brand import ready


def test_forms_have_their_rules_and_dots_in_a_templates_own_color() -> None:
    """Nothing that text would stand on is drawn: tints of panels, discs behind numerals, and the line between these."""
    light, dark = ready("python-pptx.pptx").layouts, ready("by-hand.potx").layouts
    plain = len(light["content"].decorations)
    counts = {"panels-3": 3, "panels-5-most": 5, "versus": 2, "steps-3": 3, "steps-7": 0, "timeline-3": 4, "scale-4": 5}
    for name, count in counts.items():
        rules = light[name].decorations[plain:]
        assert len(rules) == count, name
        assert {rule.colors for rule in rules} <= {(light.colors["accent1"],)}
        pieces = [slot.inner for slot in light[name].slots if "-" in slot.name]
        middles = [(rule.box.x + rule.box.width // 2, rule.box.y + rule.box.height // 2) for rule in rules]
        assert not [
            name
            for x, y in middles
            for box in pieces
            if box.x < x < box.x + box.width and box.y < y < box.y + box.height
        ]
    assert {rule.colors for rule in dark["versus"].decorations[-2:]} == {("#ffffff",)}, (
        "the accent is not seen on black"
    )
