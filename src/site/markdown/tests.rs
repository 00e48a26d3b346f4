//! What each construct of the format becomes. Holes are shown by their names.

use super::writer::html_of;
use super::*;
use crate::problem::Code;

fn words() -> Words {
    Words {
        note: "Note".into(),
        warning: "Warning".into(),
        summary: "Summary".into(),
        anchor: ("Link: ".into(), String::new()),
        footnotes: "Footnotes".into(),
        footnote_back: "Back".into(),
        table: "Table".into(),
        task_done: "done".into(),
        task_open: "open".into(),
        statuses: ["Paid".into(), "Overdue".into(), "Awaiting".into()],
    }
}

fn html(source: &str) -> String {
    let rendered = render(source, Locale::Ru, &words());
    assert!(rendered.faults.is_empty(), "{source}: {:?}", rendered.faults);
    html_of(&rendered)
}

fn codes(source: &str) -> Vec<Code> {
    render(source, Locale::Ru, &words()).faults.into_iter().map(|fault| fault.code).collect()
}

#[test]
fn constructs() {
    for (source, expected) in [
        ("a\nb", "<p>a\nb</p>"),
        ("**a** *b* ~~c~~ `d<`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d&lt;</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("---", "<hr>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>"),
        ("```sh\na \"b\"\n```", "<pre tabindex=\"0\"><code class=\"language-sh\">a &quot;b&quot;\n</code></pre>"),
    ] {
        assert_eq!(html(source).trim(), expected, "{source}");
    }
}

#[test]
fn links_keep_a_hole_at_both_ends() {
    assert_eq!(html("[a](key:b)").trim(), "<p><a LinkStart(0)>aLinkEnd(0)</a></p>");
    let rendered = render("[](key:b) [x](key:c)", Locale::Ru, &words());
    assert_eq!(rendered.links.iter().map(|link| link.empty).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_picture_alone_is_a_figure() {
    let alone = render("![alt](a.png \"caption\")", Locale::Ru, &words());
    assert!(alone.pictures[0].figure && html_of(&alone).starts_with("<figure"));
    assert_eq!((alone.pictures[0].alt.as_str(), alone.pictures[0].caption.as_str()), ("alt", "caption"));
    let inside = render("a ![alt](a.png) b", Locale::Ru, &words());
    assert!(!inside.pictures[0].figure);
}

#[test]
fn tables_name_their_cells() {
    let html = html("| A | B |\n|---|--:|\n| 1 | 2 |");
    assert!(
        html.contains(
            "<td role=\"cell\" data-label=\"A\">1</td><td role=\"cell\" class=\"end\" data-label=\"B\">2</td>"
        )
    );
    assert!(html.contains("role=\"group\" tabindex=\"0\" aria-label=\"Table 1\""));
}

#[test]
fn footnotes_come_last_in_the_order_they_are_referred_to() {
    let html = html("a[^x] b[^y]\n\n[^y]: second\n\n[^x]: first\n\nc");
    let (first, second) = (html.find("first").unwrap(), html.find("second").unwrap());
    assert!(html.find("<p>c</p>").unwrap() < first && first < second, "{html}");
    assert!(html.contains("<a id=\"Prefixfnref-1\" href=\"Note(1)\">1</a>"), "{html}");
}

#[test]
fn a_footnote_defined_inside_another_one_leaves_it_whole() {
    for (source, tag) in [
        ("a[^x]\n\n[^x]: > first\n    >\n    > [^y]: second\n    >\n    > last", "blockquote>"),
        ("a[^x]\n\n[^x]: - first\n\n      [^y]: second\n\n    - last", "ul>"),
    ] {
        let html = html(source);
        assert!(html.find("first").unwrap() < html.find("last").unwrap(), "{html}");
        assert!(!html.contains("second"), "{html}");
        assert_eq!(
            (html.matches(&format!("<{tag}")).count(), html.matches(&format!("</{tag}")).count()),
            (1, 1),
            "{html}"
        );
    }
    assert!(!html("## a\n[^1]: >[^1]: ").contains("blockquote"));
}

#[test]
fn comments_hide_what_is_in_them() {
    assert_eq!(html("a\n\n<!-- b\n:::note\n<mark>\n:::\n-->\n\nc"), "<p>a</p>\n\n<p>c</p>\n");
}

#[test]
fn pictures_take_words_alone_from_their_brackets() {
    let rendered = render("![**a** <mark>b `c`](a.png)", Locale::Ru, &words());
    assert_eq!((rendered.pictures[0].alt.as_str(), rendered.faults.len()), ("a b c", 0));
    assert!(html_of(&rendered).starts_with("<figure"));
    let rendered = render("## Шаг ![знак](a.png)", Locale::Ru, &words());
    assert_eq!((rendered.pictures[0].alt.as_str(), rendered.faults.len()), ("знак", 0));
    assert_eq!(rendered.headings[0].title, "Шаг знак");
}

#[test]
fn code_is_left_as_it_is_written() {
    assert!(html("```\n\"a\" -- b...\n```").contains("&quot;a&quot; -- b..."));
}

#[test]
fn raw_tags_nest_with_markdown() {
    for source in ["**<mark>a**</mark>", "<mark>**a</mark>**", "[<sub>a](key:b)</sub>", "<mark>\n"] {
        let faults = render(source, Locale::Ru, &words()).faults;
        assert!(faults.iter().any(|fault| fault.code == Code::UnbalancedHtml), "{source}: {faults:?}");
    }
}

#[test]
fn directives_become_blocks() {
    for (source, expected) in [
        (":::note\na\n:::", "<aside class=\"note\"><p class=\"directive-title\">Note</p>\n<p>a</p>\n</aside>"),
        (
            ":::warning Стоп\na\n:::",
            "<aside class=\"warning\"><p class=\"directive-title\">Стоп</p>\n<p>a</p>\n</aside>",
        ),
        (":::details Ещё\na\n:::", "<details class=\"more\"><summary>Ещё</summary>\n<p>a</p>\n</details>"),
        (":::status paid", "<p><span class=\"status status-paid\">Paid</span></p>"),
        (":::contact", "<div class=\"contacts\">Contact</div>"),
        (":::include a#b", "<div class=\"included\">Include(0)</div>"),
        (
            ":::note\n:::warning\na\n:::\n:::",
            "<aside class=\"note\"><p class=\"directive-title\">Note</p>\n<aside class=\"warning\"><p class=\"directive-title\">Warning</p>\n<p>a</p>\n</aside>\n</aside>",
        ),
    ] {
        assert_eq!(html(source).trim(), expected, "{source}");
    }
}

#[test]
fn a_directive_after_a_paragraph_is_no_definition_list() {
    assert!(!html("a\n:::note\nb\n:::").contains("<dl>"));
}

#[test]
fn steps_are_headings_too() {
    let rendered = render("## A\n\n:::steps\n:::step B {#b}\nx\n:::\n:::step C\ny\n:::\n:::", Locale::Ru, &words());
    let titles: Vec<_> = rendered.headings.iter().map(|h| (h.level, h.title.as_str(), h.explicit.as_deref())).collect();
    assert_eq!(titles, [(2, "A", None), (3, "B", Some("b")), (3, "C", None)]);
}

#[test]
fn faults_of_texts() {
    for (source, code) in [
        ("# A", Code::HeadingLevelOne),
        ("## A\n\n#### B", Code::HeadingSkipped),
        ("[a](/kk/x/)", Code::BadLink),
        ("[a](javascript:x)", Code::BadLink),
        ("![](a.png)", Code::MissingAlt),
        ("[a][b]", Code::UndefinedReference),
        ("a[^b]", Code::UndefinedFootnote),
        ("<script>x</script>", Code::ForbiddenHtml),
        ("<mark>a", Code::UnbalancedHtml),
        ("## A {#Б}", Code::BadValue),
        (":::status late", Code::DirectiveArgument),
        (":::steps\na\n:::", Code::MisplacedDirective),
    ] {
        assert!(codes(source).contains(&code), "{source}: {:?}", codes(source));
    }
    assert!(codes("[text] in brackets").is_empty(), "brackets alone are text");
    assert!(codes(&"> ".repeat(200)).contains(&Code::TooDeep));
}

#[test]
fn code_stands_as_written() {
    let block = html("```toml\nname = \"...\" -- \"a\"\n\n    [^x] & <b>\n```\n");
    assert!(
        block.contains("name = &quot;...&quot; -- &quot;a&quot;\n\n    [^x] &amp; &lt;b&gt;\n</code></pre>"),
        "{block}"
    );
    // What follows is text again.
    assert!(html("```\n\"a\"\n```\n\n\"a\"").contains("<p>«a»</p>"));
}

#[test]
fn steps_leave_room_for_marks() {
    let steps = html(":::steps\n:::step Первый\nx\n:::\n:::\n");
    assert!(steps.contains("StepMark(false)>"), "{steps}");
    assert!(steps.contains("class=\"step-title\"StepMark(true)>Первый</h2>"), "{steps}");
}
