"""The elements and attributes of SVG 2 that a drawing may have (w3.org/TR/SVG2), and what becomes of others."""

from __future__ import annotations

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HREFS = ("href", f"{XLINK}href")

ELEMENTS = frozenset(
    "svg g defs symbol use style path rect circle ellipse line polyline polygon text tspan textPath image linearGradient"
    " radialGradient stop pattern clipPath mask marker filter".split()
)
"""Elements that are kept, besides filter primitives (`fe…`, except feImage, which loads a file)."""

UNSEEN = frozenset(
    "metadata title desc view cursor font font-face font-face-src glyph missing-glyph hkern vkern color-profile".split()
)
"""Elements that draw nothing; a title in a picture is shown nowhere, and may tell what the picture does not."""

MOVING = frozenset("animate animateTransform animateMotion animateColor set discard".split())

REFUSED = frozenset("script feImage handler listener iframe audio video canvas object embed".split())
"""Elements that run or load something. Whoever drew them meant more than a picture."""

PRESENTATION = frozenset(
    (
        "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters"
        " color-rendering cursor direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity"
        " font-family font-size font-size-adjust font-stretch font-style font-variant font-weight glyph-orientation-horizontal"
        " glyph-orientation-vertical image-rendering letter-spacing lighting-color marker marker-end marker-mid marker-start mask"
        " mask-type opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray"
        " stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor"
        " text-decoration text-overflow text-rendering transform-origin unicode-bidi vector-effect visibility white-space"
        " word-spacing writing-mode"
    ).split()
)
"""Presentation attributes (SVG 2, 6.7), which are properties of CSS too."""

PROPERTIES = PRESENTATION | frozenset(
    (
        "d cx cy r rx ry x y width height transform transform-box font font-variant-caps font-variant-numeric font-kerning"
        " line-height text-transform text-align text-indent text-decoration-line text-decoration-color text-decoration-style"
        " text-decoration-thickness mix-blend-mode isolation background-color overflow-x overflow-y"
    ).split()
)
"""Properties of CSS that are kept, besides custom ones (`--name`). Editors keep notes of their own in others."""

ATTRIBUTES = PRESENTATION | frozenset(
    # geometry and structure
    "id class style lang version baseProfile viewBox preserveAspectRatio transform width height x y dx dy x1 y1 x2 y2 cx cy"
    " r rx ry fx fy fr d points pathLength rotate textLength lengthAdjust startOffset method spacing side path offset"
    " gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits"
    " maskContentUnits markerUnits markerWidth markerHeight orient refX refY filterUnits primitiveUnits type media"
    " role font"
    # filters
    " in in2 result stdDeviation mode operator k1 k2 k3 k4 values tableValues slope intercept amplitude exponent radius order"
    " kernelMatrix divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant"
    " specularConstant specularExponent limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth elevation z baseFrequency"
    " numOctaves seed stitchTiles scale xChannelSelector yChannelSelector".split()
)
"""Attributes that are kept, besides `href`, `xml:space` and `xml:lang`. Editors keep whole documents in others."""

MEASURES = frozenset(
    (
        "x y dx dy x1 y1 x2 y2 cx cy r rx ry fx fy fr d points width height viewBox pathLength offset refX refY markerWidth"
        " markerHeight stdDeviation k1 k2 k3 k4 values tableValues kernelMatrix baseFrequency seed scale textLength startOffset"
    ).split()
)
"""Attributes that hold numbers with their units. A word in them draws nothing, and may tell something."""

FIXED = {"role": ("img",), "version": ("1.0", "1.1", "1.2", "2.0"), "baseProfile": ("none", "full", "basic", "tiny")}
"""Attributes that have these values or none."""
