//! What every account has: options, catalogues, invoices; and the replies that are no JSON.

use serde_json::{Map, Value, json};

use super::answer::{exists_last, owner};
use super::place::Place;
use crate::http::{Outcome, Refusal, Reply};
use crate::state::State;

/// By path, with `*` for IDs: the objects of a collection, or the reply of what there is one of.
const OBJECTS: &str = include_str!("../../seed/objects.json");

fn of(shape: &str) -> Option<Value> {
    let mut all: Map<String, Value> = serde_json::from_str(OBJECTS).expect("the seeds are part of this crate");
    all.remove(shape)
}

/// The objects that a collection has from the beginning.
pub(super) fn objects(shape: &str) -> Option<Vec<Value>> {
    match of(shape) {
        Some(Value::Array(objects)) => Some(objects),
        _ => None,
    }
}

/// The reply of what there is one of, as far as it is known.
pub(super) fn settings(shape: &str) -> Option<Value> {
    of(shape).filter(Value::is_object)
}

/// A reply that is no JSON.
pub(super) fn text(state: &mut State, place: &Place) -> Outcome {
    match place.operation.path.rsplit('/').next() {
        Some("kubeconfig") => {
            let cluster = owner(state, place);
            Ok(typed("application/yaml", kubeconfig(&cluster)))
        }
        Some("csv") => invoice(state, place).map(|lines| typed("text/csv", lines.join("\n") + "\n")),
        Some("pdf") => invoice(state, place).map(|lines| typed("application/pdf", pdf(&lines))),
        _ => Err(Refusal::no_route()),
    }
}

fn typed(media: &str, body: String) -> Reply {
    Reply { status: 200, headers: Vec::new(), body: body.into_bytes() }.with("content-type", media)
}

fn kubeconfig(cluster: &Value) -> String {
    let text = |name: &str| cluster[name].as_str().unwrap_or_default().to_owned();
    let name = format!("do-{}-{}", text("region"), text("name"));
    let config = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": {"server": text("endpoint"), "certificate-authority-data": "c2FuZGJveA=="}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": format!("{name}-admin")}}],
        "current-context": name,
        "preferences": {},
        "users": [{"name": format!("{name}-admin"), "user": {"token": text("id").replace('-', "")}}],
    });
    // JSON is YAML.
    format!("{config:#}\n")
}

/// The lines of an invoice.
fn invoice(state: &mut State, place: &Place) -> Result<Vec<String>, Refusal> {
    exists_last(state, place)?;
    let home = format!("/v2/customers/my/invoices/{}", place.last());
    let items = state.collection(place.facts, &home, "/v2/customers/my/invoices/*");
    let fields =
        ["product", "group_description", "description", "duration", "start_time", "end_time", "amount", "project_name"];
    let line = |item: &Value| fields.map(|name| cell(item[name].as_str().unwrap_or_default())).join(",");
    let head = "product,group_description,description,hours,start,end,USD,project_name".to_owned();
    Ok([head].into_iter().chain(items.iter().map(|it| line(&it.value))).collect())
}

fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The smallest document that shows these lines.
fn pdf(lines: &[String]) -> String {
    let shown = lines.iter().map(|line| ["(", &line.replace(['(', ')', '\\'], " "), ") Tj T*\n"].concat());
    let content = format!("BT /F1 8 Tf 12 TL 40 780 Td\n{}ET", shown.collect::<String>());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = vec!["0000000000 65535 f \n".to_owned()];
    for (index, object) in objects.iter().enumerate() {
        offsets.push(format!("{:010} 00000 n \n", file.len()));
        file += &[&(index + 1).to_string(), " 0 obj", object, "endobj\n"].concat();
    }
    let (start, table) = (file.len(), offsets.concat());
    file + &format!("xref\n0 6\n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{OBJECTS, cell, pdf};
    use crate::objects::Facts;

    #[test]
    fn every_path_is_one_of_the_table() {
        let facts = Facts::read();
        let all: serde_json::Map<String, Value> = serde_json::from_str(OBJECTS).unwrap();
        for (path, value) in all {
            let segments: Vec<&str> = path.split('/').skip(1).collect();
            let kind = &facts.find("GET", &segments).unwrap_or_else(|| panic!("{path}")).kind;
            assert_eq!(kind == "settings", value.is_object(), "{path} is {kind}");
        }
    }

    #[test]
    fn a_pdf_says_where_its_objects_are() {
        let file = pdf(&["a (b)".to_owned()]);
        let offset = file.lines().find(|line| line.ends_with(" 00000 n ")).unwrap()[..10].parse::<usize>().unwrap();
        assert!(file[offset..].starts_with("1 0 obj"));
        assert!(file.contains("(a  b ) Tj"));
    }

    #[test]
    fn a_cell_with_a_comma_is_quoted() {
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("a"), "a");
    }
}
