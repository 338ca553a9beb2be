//! gzip: one file inside, in one piece or several.

use super::error::UnpackError;
use super::meter::Meter;
use super::{Packing, Unpacked, archive, plain, workbook};
use crate::model::{Code, Remark};
use flate2::read::MultiGzDecoder;

/// Where a tar archive says that it is one (POSIX.1-1988, ustar).
const TAR_MAGIC: (usize, &[u8]) = (257, b"ustar");

pub fn unpack(name: &str, bytes: &[u8], meter: &mut Meter) -> Result<Vec<Unpacked>, UnpackError> {
    let inflated = meter.inflated_bytes(&mut |meter, take| meter.inflate(&mut MultiGzDecoder::new(bytes), take))?;
    let inner = inner_name(name);
    if inflated.get(TAR_MAGIC.0..).is_some_and(|rest| rest.starts_with(TAR_MAGIC.1)) {
        let (what, advice) = ("a tar archive", "unpack it and drop the tables");
        return Err(UnpackError::NoTable { file: name.to_owned(), what, advice });
    }
    match Packing::of(&inflated) {
        Some(Packing::Gzip) => Err(archive::nested(name)),
        Some(Packing::Compound) => workbook::unpack(inner, &inflated, workbook::Kind::Compound, meter),
        Some(Packing::Zip) => match archive::workbook_kind(&inflated, meter)? {
            Some(kind) => workbook::unpack(inner, &inflated, kind, meter),
            None => Err(archive::nested(name)),
        },
        None => {
            let mut texts = plain(inner, inflated.into(), meter)?;
            if let Some(first) = texts.first_mut() {
                let message = format!("Unpacked from “{name}”.");
                first.remarks.insert(0, Remark { code: Code::Unpacked, message });
            }
            Ok(texts)
        }
    }
}

/// What the file inside is called: the ending is cut off.
fn inner_name(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && ["gz", "gzip"].iter().any(|own| ending.eq_ignore_ascii_case(own)) =>
        {
            stem
        }
        _ => name,
    }
}
