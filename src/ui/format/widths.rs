//! Tests of tables as they are on terminals of 40, 80 and 120 columns.

use super::{Columns, Format, Shape, written};
use unicode_width::UnicodeWidthStr;

const DROPLETS: [&str; 5] = [
    r#"{"id":606395547,"name":"web-1","status":"active","region":{"slug":"nyc3"},"size_slug":"s-1vcpu-1gb","tags":["web","prod"]}"#,
    r#"{"id":7,"name":"データベース","status":"off","region":{"slug":"fra1"},"size_slug":"s-2vcpu-4gb","tags":[]}"#,
    r#"{"id":8,"name":"cafe\u0301","status":"new"}"#,
    r#"{"id":9,"name":"\u001b[31mred\u202e\n","status":"archive","size_slug":"s-1vcpu-1gb","tags":["a-tag-that-is-much-longer-than-the-others"]}"#,
    r#"{"id":10,"name":null,"status":"active","region":null,"tags":["x"]}"#,
];
const COLUMNS: [&str; 6] = ["id", "name", "status", "region", "size_slug", "tags"];

fn table(width: usize, objects: &[&str]) -> String {
    let paths = COLUMNS.iter().map(|path| path.parse().unwrap()).collect();
    let shape = Shape { columns: Columns::Default(paths), header: true, width: Some(width), colored: false };
    written(Format::Table, shape, objects)
}

#[test]
fn at_120_columns_everything_is_there() {
    let expected = [
        "       ID  NAME                     STATUS   REGION  SIZE_SLUG    TAGS",
        "606395547  web-1                    active   nyc3    s-1vcpu-1gb  web,prod",
        "        7  データベース             off      fra1    s-2vcpu-4gb",
        "        8  cafe\u{301}                     new",
        r"        9  \u{1b}[31mred\u{202e}\n  archive          s-1vcpu-1gb  a-tag-that-is-much-longer-than-the-others",
        "       10                           active                        x",
        "",
    ];
    assert_eq!(table(120, &DROPLETS), expected.join("\n"));
}

#[test]
fn at_80_columns_the_widest_columns_are_narrowed() {
    let expected = [
        "       ID  NAME                 STATUS   REGION  SIZE_SLUG    TAGS",
        "606395547  web-1                active   nyc3    s-1vcpu-1gb  web,prod",
        "        7  データベース         off      fra1    s-2vcpu-4gb",
        "        8  cafe\u{301}                 new",
        r"        9  \u{1b}[31mred\u{20…  archive          s-1vcpu-1gb  a-tag-that-is-muc…",
        "       10                       active                        x",
        "",
    ];
    assert_eq!(table(80, &DROPLETS), expected.join("\n"));
}

#[test]
fn at_40_columns_identifiers_stay_whole() {
    let expected = [
        "       ID  NAME   STA…  REG…  SIZ…  TAGS",
        "606395547  web-1  act…  nyc3  s-1…  web…",
        "        7  デー…  off   fra1  s-2…",
        "        8  cafe\u{301}   new",
        r"        9  \u{1…  arc…        s-1…  a-t…",
        "       10         act…              x",
        "",
    ];
    assert_eq!(table(40, &DROPLETS), expected.join("\n"));
}

#[test]
fn an_empty_list_is_its_header_at_any_width() {
    for (width, header) in [
        (120, "ID  NAME  STATUS  REGION  SIZE_SLUG  TAGS\n"),
        (80, "ID  NAME  STATUS  REGION  SIZE_SLUG  TAGS\n"),
        (40, "ID  NAME  STATUS  REGION  SIZE_SL…  TAGS\n"),
    ] {
        let text = table(width, &[]);
        assert_eq!(text, header, "{width}");
        assert!(text.trim_end().width() <= width);
    }
}
