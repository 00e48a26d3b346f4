use super::writer::html_of;
use super::{Words, render};
use crate::i18n::Locale;

fn html(source: &str) -> String {
    html_of(&render(source, Locale::Ru, &Words::default()))
}

#[test]
fn code_stands_as_written() {
    let block = html("```toml\nname = \"...\" -- \"a\"\n\n    [^x] & <b>\n```\n");
    assert!(block.contains("name = &quot;...&quot; -- &quot;a&quot;\n\n    [^x] &amp; &lt;b&gt;\n</code></pre>"), "{block}");
    assert!(html("`\"a\" -- b`").contains("<code>&quot;a&quot; -- b</code>"));
    // What follows is text again.
    assert!(html("```\n\"a\"\n```\n\n\"a\"").contains("<p>«a»</p>"));
}

#[test]
fn steps_leave_room_for_marks() {
    let steps = html(":::steps\n:::step Первый\nx\n:::\n:::\n");
    assert!(steps.contains("StepMark(false)>"), "{steps}");
    assert!(steps.contains("class=\"step-title\"StepMark(true)>Первый</h2>"), "{steps}");
}
