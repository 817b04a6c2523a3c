//! What reaches stdout, and in which form.

use super::*;

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn to(writer: Box<dyn Write + Send>, style: Style) -> Output {
    Output::to(Sink::new(writer, style, false, Messages::default()))
}

fn written(print: impl FnOnce(&Output)) -> String {
    let shared = Shared::default();
    let output = to(Box::new(shared.clone()), Style::default());
    print(&output);
    output.finish().unwrap();
    let bytes = shared.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_streamed_array_reads_like_a_whole_one() {
    let streamed = written(|output| {
        let mut array = output.array();
        array.push(r#"{"id":1,"tags":["a"]}"#);
        array.push("null");
        array.finish();
    });
    let whole = written(|output| output.value(r#"[{"id":1,"tags":["a"]},null]"#));
    assert_eq!(streamed, whole);
}

#[test]
fn an_array_is_closed_when_it_is_dropped() {
    assert_eq!(written(|output| output.array().push("1")), "[\n  1\n]\n");
}

#[test]
fn a_single_value_is_as_safe_as_a_list_in_every_format() {
    for format in [Format::Json, Format::Jsonl, Format::Yaml, Format::Table, Format::Csv, Format::Tsv, Format::Name] {
        let shared = Shared::default();
        let (writer, messages) = (Box::new(shared.clone()), Messages::default());
        messages.set_secret(&crate::api::Token::new("s3cr3t-t0ken-0123456789").unwrap(), "it".to_owned());
        let output = Output::to(Sink::new(writer, Style { format, ..Style::default() }, true, messages));
        output.value("{\"name\":\"a\u{202e}b s3cr3t-t0ken-0123456789\"}");
        output.finish().unwrap();
        let text = String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains('a') && !text.contains('\u{202e}') && !text.contains("s3cr3t-t0ken-0123456789"),
            "{format:?}: {text}"
        );
    }
}

#[test]
fn nothing_is_printed_of_an_array_that_failed_before_its_first_element() {
    assert_eq!(written(|output| drop(output.array())), "");
    assert_eq!(written(|output| output.array().finish()), "[]\n");
}

#[test]
fn a_failed_write_is_returned_at_the_end() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let output = to(Box::new(Full), Style::default());
    output.value("1");
    assert!(output.is_broken());
    assert_eq!(output.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
}
