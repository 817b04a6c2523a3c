//! Benchmarks of what every byte of a list goes through. They need the program's own modules, so they are tests that
//! are only run when asked for: `cargo test --release --bin doapi bench -- --ignored --nocapture`.

use crate::api::{Method, Page, Path, Reply, Root};
use crate::ui::stdout::Output;
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use doapi_sandbox::{Config, Sandbox};
use serde_json::Value;
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A page of 200 droplets, as the sandbox sends it.
fn page() -> String {
    let seed = serde_json::json!({"droplets": [{"name": "load", "count": 200}]});
    let sandbox = Sandbox::start(Config { seed: Some(seed), ..Config::default() }).unwrap();
    let mut socket = std::net::TcpStream::connect(sandbox.url().trim_start_matches("http://")).unwrap();
    let token = sandbox.token();
    write!(socket, "GET /v2/droplets?per_page=200 HTTP/1.0\r\nauthorization: Bearer {token}\r\n\r\n").unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    reply.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, body: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(body.len() as u64)).sample_size(20).measurement_time(Duration::from_secs(2));
    group
}

/// Starts a process, so it only shows the scale.
fn jq(body: &str) -> Option<Vec<u8>> {
    let mut jq = Command::new("jq").arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).arg(".").spawn().ok()?;
    let mut input = jq.stdin.take()?;
    let body = body.to_owned();
    let writer = std::thread::spawn(move || input.write_all(body.as_bytes()));
    let output = jq.wait_with_output().ok()?.stdout;
    writer.join().ok()?.ok()?;
    Some(output)
}

#[test]
#[ignore = "a benchmark"]
fn the_layout_writer_beside_others() {
    let body = page();
    let mut criterion = Criterion::default();
    let mut group = group(&mut criterion, "layout", &body);
    group.bench_function("doapi", |b| b.iter(|| Output::laid_out(black_box(&body))));
    group.bench_function("memcpy", |b| b.iter(|| black_box(&body).as_bytes().to_vec()));
    let value: Value = serde_json::from_str(&body).unwrap();
    group.bench_function("serde_json, a Value that is there", |b| {
        b.iter(|| serde_json::to_vec_pretty(black_box(&value)));
    });
    group.bench_function("serde_json, reading the Value too", |b| {
        b.iter(|| serde_json::to_vec_pretty(&serde_json::from_str::<Value>(black_box(&body)).unwrap()));
    });
    if jq(&body).is_some() {
        group.bench_function("jq -c, a process", |b| b.iter(|| jq(black_box(&body))));
    }
    group.finish();
}

#[test]
#[ignore = "a benchmark"]
fn the_page_reader_beside_others() {
    let body = page();
    let mut criterion = Criterion::default();
    let mut group = group(&mut criterion, "page", &body);
    let root = Root::Key("droplets".into());
    let reply = || Reply {
        method: Method::Get,
        path: Path::new("/v2/droplets"),
        version: "HTTP/1.1",
        status: 200,
        headers: Vec::new(),
        body: body.clone().into(),
        elapsed: Duration::ZERO,
        repeated: false,
    };
    group.bench_function("doapi", |b| b.iter(|| Page::read(black_box(reply()), &root).unwrap().len()));
    group.bench_function("serde_json, to a Value", |b| {
        b.iter(|| serde_json::from_str::<Value>(black_box(&body)).unwrap());
    });
    group.finish();
}
