"""Shades of the zone's accent colour that can be read: the setting may be as pale as it likes."""

Rgb = tuple[int, int, int]

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
PAPER: Rgb = (244, 241, 235)  # --wash of site.css, the darker of the two light grounds
NIGHT: Rgb = (33, 35, 37)  # --wash of site.css at night, the lighter of the two dark grounds
READABLE = 4.6  # WCAG 2.2 AA asks for 4.5; the rest is for rounding


def rgb(colour: str) -> Rgb:
    """`#0f5c7a` is (15, 92, 122)."""
    digits = colour.removeprefix("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def hexadecimal(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Relative luminance by WCAG 2.2."""
    shares = [part / 255 for part in colour]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Rgb, other: Rgb, percent: int) -> Rgb:
    red, green, blue = (round(a + (b - a) * percent / 100) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def readable_on(ground: Rgb, colour: Rgb) -> Rgb:
    """The colour itself, or its nearest shade that can be read as text on the ground."""
    towards = BLACK if luminance(ground) > 0.18 else WHITE
    shades = (mixed(colour, towards, percent) for percent in range(0, 101, 2))
    return next((shade for shade in shades if contrast(shade, ground) >= READABLE), towards)
