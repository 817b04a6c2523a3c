//! Answers that are no JSON: text such as a CSV, and binary files such as the PDF of an invoice.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::fake::Fake;
use crate::runner::{Api, line};
use crate::script::get;
use crate::terminal::on_terminal;

const PDF: &[u8] = b"%PDF-1.4\n\xff\xfe\x00\x80\x1b[2J no text\n";
const INVOICE: &str = "22737513-0ea7-4206-8ceb-98a575af7681";

/// An API that answers everything with the PDF.
struct Files(String);

impl Files {
    fn start() -> Files {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream))));
        Files(url)
    }
}

impl Api for Files {
    fn url(&self) -> String {
        self.0.clone()
    }

    fn token(&self) -> String {
        "token".to_owned()
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let lines = BufReader::new(stream.try_clone()?).lines();
    lines.map_while(Result::ok).find(String::is_empty);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        PDF.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(PDF)
}

#[test]
fn a_binary_answer_reaches_a_file_byte_for_byte() {
    let api = Files::start();
    let dir = tempfile::tempdir().unwrap();
    for (at, command) in [format!("invoice pdf {INVOICE}"), format!("request /v2/customers/my/invoices/{INVOICE}/pdf")]
        .iter()
        .enumerate()
    {
        let path = dir.path().join(at.to_string());
        line(command).at(&api).stdout(File::create(&path).unwrap()).run().exits(0);
        assert_eq!(std::fs::read(&path).unwrap(), PDF, "{command}");
    }
}

#[test]
fn a_binary_answer_is_not_written_to_a_terminal() {
    let api = Files::start();
    for command in [format!("doapi invoice pdf {INVOICE}"), "doapi request /v2/file".to_owned()] {
        let run = on_terminal(&command).at(&api).run().exits(1);
        let size = PDF.len();
        assert_eq!(
            run.stdout,
            format!("doapi: the answer is binary ({size} bytes), which no terminal can show; redirect it\n")
        );
    }
}

#[test]
fn an_answer_that_is_text_is_printed_as_it_came_and_a_format_that_cannot_be_given_is_mentioned() {
    let csv = "product,amount\nDroplets,5.00\n";
    let path = format!("/v2/customers/my/invoices/{INVOICE}/csv");
    for (options, warns) in [("", false), (" -o table", true), (" --jq .id", true)] {
        let api = Fake::of([get(&path).gives(200, csv).content_type("text/csv")]);
        let run = line(&format!("invoice csv {INVOICE}{options}")).at(&api).run().exits(0).prints(csv);
        assert_eq!(run.stderr.contains("warning: the answer is no JSON"), warns, "{options}: {run}");
        api.finish();
    }
}
