//! The descriptions agree with the API and with one another.

use super::made_up::GADGET;
use super::*;

#[test]
fn a_made_up_noun_is_found_by_its_path_and_by_the_type_of_its_actions() {
    let nouns = [&DROPLET, &GADGET];
    assert_eq!(at_path(&nouns, "/v2/gadgets").map(|noun| noun.command), Some("gadget"));
    assert_eq!(of_resource_type(&nouns, "gadget").map(|noun| noun.command), Some("gadget"));
    assert!(at_path(NOUNS, "/v2/gadgets").is_none() && of_resource_type(NOUNS, "gadget").is_none());
    assert!(GADGET.acts_by_tag("spin") && !GADGET.acts_by_tag("stop") && !GADGET.acts_by_tag("power_on"));
}

#[test]
fn nouns_differ_in_commands_paths_and_files() {
    for texts in [
        NOUNS.iter().map(|noun| noun.command).collect::<Vec<_>>(),
        NOUNS.iter().map(|noun| noun.family.collection.path.as_ref()).collect(),
        NOUNS.iter().map(|noun| noun.candidates.file).collect(),
    ] {
        let distinct: std::collections::HashSet<_> = texts.iter().collect();
        assert_eq!(distinct.len(), texts.len(), "{texts:?}");
    }
}

/// The eight types that the API's documentation of `POST /v2/droplets/actions?tag_name=` names.
#[test]
fn droplets_act_by_tag_as_the_api_does() {
    let by_tag: Vec<&str> = DROPLET.actions.iter().filter(|action| action.by_tag).map(|action| action.name).collect();
    let documented = [
        "disable_backups",
        "enable_backups",
        "enable_ipv6",
        "power_cycle",
        "power_off",
        "power_on",
        "shutdown",
        "snapshot",
    ];
    assert_eq!(by_tag, documented);
}

#[test]
fn the_integer_of_an_address_is_the_resource_id_of_its_actions() {
    let id = Id::from("45.55.96.47");
    assert_eq!(Noun::resource_id(&id), Some(758_603_823));
    assert_eq!(FLOATING_IP.key_of(758_603_823), "45.55.96.47");
    assert_eq!(DROPLET.key_of(758_603_823), "758603823");
    assert_eq!(Noun::resource_id(&Id::from("web")), None);
}

#[test]
fn an_ip_is_a_dotted_quad_or_a_32_bit_integer() {
    for (typed, key) in [
        ("127.0.0.1", Some("127.0.0.1")),
        ("2130706433", Some("127.0.0.1")),
        ("0", Some("0.0.0.0")),
        ("4294967295", Some("255.255.255.255")),
        ("758603823", Some("45.55.96.47")),
        ("4294967296", None),
        ("-1", None),
        ("+5", None),
        ("1.2.3", None),
        ("1.2.3.256", None),
        ("01.2.3.4", None),
        ("::1", None),
        ("1.2.3.4/32", None),
        ("", None),
    ] {
        assert_eq!(ip_key(typed).ok().as_deref(), key, "{typed}");
    }
}

#[test]
fn fuzz_every_form_of_an_ip_is_the_same_ip() {
    use proptest::prelude::*;
    crate::fuzz::check(1000, &any::<u32>(), |number| {
        let dotted = Ipv4Addr::from(number).to_string();
        prop_assert_eq!(ip_key(&number.to_string()), Ok(dotted.clone()));
        prop_assert_eq!(ip_key(&dotted), Ok(dotted.clone()));
        prop_assert_eq!(Noun::resource_id(&Id::Text(dotted)), Some(u64::from(number)));
        Ok(())
    });
    crate::fuzz::check(1000, &prop_oneof!["\\PC{0,20}", "[0-9.x+ -]{0,16}"], |text| {
        let found = ip_key(&text);
        prop_assert!(found.is_err() || text.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{:?}", text);
        Ok(())
    });
}
