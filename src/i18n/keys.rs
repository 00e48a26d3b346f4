//! Keys that Rust code asks for. Templates are searched for theirs; these cannot be, so they stand here, and
//! [`super::check`] takes a key that is neither here nor in a template for one that nothing uses.

/// Messages of the site that code uses, by the part of the program that does.
pub const USED_BY_CODE: &[&str] = &[
    // i18n::format
    "month-1",
    "month-2",
    "month-3",
    "month-4",
    "month-5",
    "month-6",
    "month-7",
    "month-8",
    "month-9",
    "month-10",
    "month-11",
    "month-12",
    "date-long",
    "month-year",
    "date-numeric",
    "number-decimal",
    "number-negative",
    "money",
    "percent",
    // Titles, descriptions and breadcrumbs of made pages
    "nav-home",
    "nav-faq",
    "nav-instruction",
    "nav-memo",
    "nav-notice",
    "nav-tags",
    "list-faq-title",
    "list-faq-description",
    "list-instruction-title",
    "list-instruction-description",
    "list-memo-title",
    "list-memo-description",
    "list-notice-title",
    "list-notice-description",
    "list-tags-title",
    "list-tags-description",
    "list-tag-title",
    "list-tag-description",
    "list-category-description",
    "side-by-side-title",
    "expired-title",
    "error-404-title",
    "feed-title",
    "search-title",
    // Asked for by a key put together in a template: `"error-" ~ code ~ "-title"`
    "error-500-title",
    "error-500-text",
    "error-503-title",
    "error-503-text",
    // Markdown
    "directive-note",
    "directive-warning",
    "directive-summary",
    "status-paid",
    "status-overdue",
    "status-awaiting-debit",
    "footnotes-title",
    "footnote-back",
    "heading-link",
    "table-scroll",
    "picture-full",
    "task-done",
    "task-open",
    // cabinet::sms::texts
    "sms-code-first",
    "sms-code-recovery",
    "sms-code-sign-in",
    "sms-password-changed",
    "sms-password-recovered",
];

/// Beginnings of keys whose use is proved by tests of their own: the words of problems, of commands and of their
/// help, of the calculator, of what can be wrong with a form of the cabinet, of statuses.
pub const JUDGED_ELSEWHERE: &[&str] = &[
    "problem-",
    "cli-",
    "help-",
    "calculator-",
    "compensation-",
    "account-",
    "authorization-",
    "contract-number-",
    "date-",
    "http-",
    "iin-",
    "password-",
    "phone-",
];

/// Whether code is known to use the message.
pub fn used_by_code(key: &str) -> bool {
    USED_BY_CODE.contains(&key) || JUDGED_ELSEWHERE.iter().any(|prefix| key.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_listed_twice() {
        let mut keys = USED_BY_CODE.to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), USED_BY_CODE.len());
    }
}
