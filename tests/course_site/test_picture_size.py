import struct

import pytest

from course_site.picture_size import picture_size, size_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
FRAME = struct.pack(">BHH", 8, 480, 640) + b"\x03"
CAMERA = b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xff\xdb\x00\x04ab"
SVG = '<?xml version="1.0"?><!-- a > b --><svg xmlns="http://www.w3.org/2000/svg" {}><g/></svg>'


@pytest.mark.parametrize(
    "head",
    [
        PNG,
        CAMERA + b"\xff\xc0\x00\x0b" + FRAME,
        CAMERA + b"\xff\xc4\x00\x04ab\xff\xc2\x00\x0b" + FRAME,
        b"GIF89a" + struct.pack("<HH", 640, 480),
    ],
    ids=["png", "jpeg", "progressive jpeg", "gif"],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(head):
    assert size_of(head) == (640, 480)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="480"', (640, 480)),
        ("width='640px' height='480px'", (640, 480)),
        ('width="72pt" height="36pt"', (96, 48)),
        ('viewBox="0 0 640 480"', (640, 480)),
        ('width="100%" height="100%" viewBox="0,0,640,480"', (640, 480)),
        ('width="320" viewBox="0 0 640 480"', (320, 240)),
        ('height="240" viewBox="-5 -5 640 480"', (320, 240)),
        ('width="1e9" viewBox="0 0 0 0"', None),
        ('viewBox="0 0 a b"', None),
        ("", None),
    ],
)
def test_a_drawing_says_its_size_or_its_proportion(attributes, size):
    assert size_of(SVG.format(attributes).encode()) == size


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xd8", b"\xff\xd8\xff", PNG[:18], b"GIF89a", b"<svg", b"\0" * 50]
)
def test_a_broken_picture_has_no_size(head):
    assert size_of(head) is None


def test_a_picture_of_impossible_size_or_none_at_all_has_no_size(tmp_path):
    (tmp_path / "huge.png").write_bytes(PNG[:16] + struct.pack(">II", 2**31, 1))
    (tmp_path / "flat.png").write_bytes(PNG[:16] + struct.pack(">II", 10, 0))

    assert [picture_size(tmp_path / name) for name in ("huge.png", "flat.png", "none.png")] == [None] * 3


def test_hostile_drawings_are_read_quickly(seconds):
    with seconds(1):
        assert size_of(b"<svg " * 50_000) is None
        assert size_of(b'<svg a="' * 30_000) is None
