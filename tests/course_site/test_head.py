from dataclasses import replace

from course_site.head import Head, with_head

HEAD = Head(
    site_url="https://example.org/course/",
    url="fr/spiral/",
    title='Une « spirale » & "une autre"',
    site_name="Le cours",
    description="Cinq bras.",
    language="fr",
    default_language="en",
)
PAGE = """<head>
<link rel="alternate" href="../../spiral/" hreflang="en">
<link rel="alternate" href="./" hreflang="fr">
</head><body>"""


def test_translations_are_named_by_their_whole_address_and_the_default_language_twice():
    page = with_head(PAGE, HEAD)

    assert '<link rel="alternate " href="https://example.org/course/spiral/" hreflang="en">' in page
    assert '<link rel="alternate " href="https://example.org/course/spiral/" hreflang="x-default">' in page
    assert '<link rel="alternate " href="https://example.org/course/fr/spiral/" hreflang="fr">' in page


def test_no_translation_is_found_by_the_theme_s_selector():
    assert 'rel="alternate"' not in with_head(PAGE, HEAD)


def test_a_shared_link_shows_title_description_and_picture():
    page = with_head(PAGE, HEAD)

    assert '<meta property="og:title" content="Une « spirale » &amp; &quot;une autre&quot;">' in page
    assert '<meta property="og:description" content="Cinq bras.">' in page
    assert '<meta property="og:locale" content="fr">' in page
    assert '<meta property="og:url" content="https://example.org/course/fr/spiral/">' in page
    assert 'content="https://example.org/course/assets/pictures/site.png"' in page
    assert page.index("og:title") < page.index("</head>")


def test_a_site_without_an_address_names_none():
    page = with_head(PAGE, replace(HEAD, site_url=""))

    assert "alternate" not in page
    assert "og:url" not in page
    assert "og:image" not in page
    assert "og:title" in page


def test_a_description_with_quotation_marks_stays_one_description():
    page = PAGE.replace("<head>", '<head>\n<meta name="description" content="Say "hello" & go">')
    page = with_head(page, replace(HEAD, description='Say "hello" & go'))

    assert '<meta name="description" content="Say &quot;hello&quot; &amp; go">' in page
