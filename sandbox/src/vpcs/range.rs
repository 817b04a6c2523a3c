//! Ranges of private addresses, such as `10.10.10.0/24`.

use std::net::Ipv4Addr;

/// The largest and the smallest network that the API makes.
const SIZES: std::ops::RangeInclusive<u32> = 16..=28;

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    first: u32,
    last: u32,
}

impl Range {
    /// A range in CIDR notation, if it is private, of a size that the API makes, and begins where such a range may.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let address: Ipv4Addr = address.parse().ok()?;
        let bits: u32 = bits.parse().ok().filter(|bits| SIZES.contains(bits))?;
        let size = 1 << (32 - bits);
        let first = u32::from(address);
        let range = Self { first, last: first + (size - 1) };
        (address.is_private() && first % size == 0).then_some(range)
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The address of a host; `.1` is the gateway's.
    pub(super) fn host(self, host: u64) -> Ipv4Addr {
        let hosts = u64::from(self.last - self.first) - 2;
        let host = u32::try_from(host % hosts).unwrap_or_default();
        Ipv4Addr::from(self.first + 2 + host)
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn a_range_is_private_and_begins_where_it_may() {
        let table = [
            ("10.10.10.0/24", true),
            ("172.16.0.0/16", true),
            ("192.168.5.16/28", true),
            ("192.168.5.8/28", false),
            ("10.0.0.0/8", false),
            ("10.0.0.0/29", false),
            ("203.0.113.0/24", false),
            ("10.0.0.0", false),
            ("net/24", false),
        ];
        for (text, valid) in table {
            assert_eq!(Range::parse(text).is_some(), valid, "{text}");
        }
    }

    #[test]
    fn ranges_overlap_where_they_share_an_address() {
        let range = |text| Range::parse(text).unwrap();
        assert!(range("10.1.0.0/16").overlaps(range("10.1.255.0/24")));
        assert!(range("10.1.2.0/24").overlaps(range("10.1.0.0/16")));
        assert!(!range("10.1.2.0/24").overlaps(range("10.1.3.0/24")));
    }

    #[test]
    fn hosts_follow_the_gateway() {
        let range = Range::parse("192.168.5.16/28").unwrap();
        let hosts: Vec<String> = [0, 12, 13].map(|host| range.host(host).to_string()).to_vec();
        assert_eq!(hosts, ["192.168.5.18", "192.168.5.30", "192.168.5.18"]);
    }
}
