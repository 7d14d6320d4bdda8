//! Small PDF files, written here, and what is read of them.

use super::*;
use proptest::prelude::*;
use std::io::Write;

/// A PDF with pages of these contents, in Helvetica as `/F`; `/G` is a font whose letters have no meaning.
fn pdf(pages: &[String], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 5 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /g1 /g2 /g3 /g4] >> >>".to_owned(),
    ];
    for (n, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R /G 4 0 R >> >> /Contents {} 0 R >>",
            6 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = file.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    file.extend(
        format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF")
            .bytes(),
    );
    file
}

fn at(x: u32, y: u32, size: u32, text: &str) -> String {
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

/// Lines one below the other.
fn lines(x: u32, top: u32, lines: &[&str]) -> String {
    (0..).zip(lines).map(|(n, line)| at(x, top - 12 * n, 10, line)).collect()
}

fn said(pages: &[String]) -> Vec<String> {
    text(pdf(pages, "")).unwrap().text.split("\n\n").map(str::to_owned).collect()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let page = at(50, 750, 24, "Dam burst kills 27 in northern Peru")
        + &lines(50, 700, &[
            "Rescue teams searched for dozens of missing",
            "people on Sunday after a dam burst, the gov-",
            "ernment said. The Santa Rosa dam held waste.",
        ])
        // What is set between two lines of the other column belongs to none of them.
        + &lines(310, 706, &[
            "of a mine of Andes Metals, a well-known com-",
            "pany. It had inspected the dam in a four-",
            "day visit and found no cracks in May.",
        ])
        + &lines(310, 650, &["Roads to the valley are blocked, says the army."])
        + &at(297, 30, 10, "1");
    let page = text(pdf(&[page], "")).unwrap();
    assert_eq!(page.title.as_deref(), Some("Dam burst kills 27 in northern Peru"));
    assert_eq!(
        page.text,
        "Dam burst kills 27 in northern Peru\n\nRescue teams searched for dozens of missing people on Sunday after a dam burst, \
         the government said. The Santa Rosa dam held waste.\n\nof a mine of Andes Metals, a well-known company. It had inspected the \
         dam in a four-day visit and found no cracks in May.\n\nRoads to the valley are blocked, says the army."
    );
}

#[test]
fn paragraphs_go_on_over_pages_without_what_stands_at_their_edges() {
    let page = |number: u32, lines: String| {
        at(50, 770, 9, "The Trujillo Times") + &lines + &at(290, 20, 9, &format!("Page {number} of 2"))
    };
    let first = lines(
        50,
        700,
        &[
            "    The mine is operated by Andes Metals, a company of London,",
            "which said in a statement that it had inspected the dam in May",
        ],
    );
    let second = lines(
        50,
        700,
        &["and found no cracks.", "    Nobody was warned, says Rosa Quispe, a teacher of the town."],
    );
    assert_eq!(
        said(&[page(1, first), page(2, second)]),
        [
            "The mine is operated by Andes Metals, a company of London, which said in a statement that it had inspected the dam \
             in May and found no cracks.",
            "Nobody was warned, says Rosa Quispe, a teacher of the town."
        ]
    );
}

#[test]
fn words_are_whole_however_they_are_set() {
    // Letters moved one by one, words without spaces, an initial over two lines, a note's mark, a watermark.
    let page = "BT /F 10 Tf 1 0 0 1 50 700 Tm [(V) 120 (oltera) -300 (buys) -280 (Elbar)] TJ ET\n".to_owned()
        + "BT /F 10 Tf 5 Tc 1 0 0 1 50 660 Tm (PERU TODAY) Tj 0 Tc ET\n"
        + &at(50, 608, 32, "T")
        + &at(72, 620, 10, "he ministers met in Lima on Monday and agreed to open")
        + &at(72, 608, 10, "the border between Peru and Chile in June")
        + &at(262, 612, 6, "1")
        + &at(50, 596, 10, "and to meet again.")
        + "BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET\n";
    assert_eq!(
        said(&[page]),
        [
            "Voltera buys Elbar",
            "PERU TODAY",
            "The ministers met in Lima on Monday and agreed to open the border between Peru and Chile in June and to meet again."
        ]
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    let problem = |file: Vec<u8>| text(file).unwrap_err();
    assert!(problem(pdf(&["0 0 100 100 re f".to_owned()], "")).contains("ocrmypdf"));
    assert!(problem(pdf(&["BT /G 10 Tf 50 700 Td (ABCD ABCD) Tj ET".to_owned()], "")).contains("fonts"));
    let hash = "00".repeat(32);
    let lock =
        format!("/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{hash}> /U <{hash}> >>");
    assert!(problem(pdf(&[at(50, 700, 10, "Ada came.")], &lock)).contains("password"));
    assert!(problem(b"%PDF-1.4 and nothing".to_vec()).contains("damaged"));
    // Without end a page holds what it holds.
    let mut file = pdf(&[at(50, 700, 10, "Ada came to Lima.")], "");
    let table = file.windows(5).position(|bytes| bytes == b"xref\n").unwrap();
    file.truncate(table);
    assert_eq!(text(file).unwrap().text, "Ada came to Lima.");
    // What unpacks to far too much is not unpacked.
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    (0..8).for_each(|_| packed.write_all(&zeros).unwrap());
    let bomb =
        [&b"%PDF-1.4 1 0 obj << /Filter /FlateDecode >> stream\n"[..], &packed.finish().unwrap()].concat();
    assert!(problem(bomb).contains("far more"));
    // Nothing is followed for ever.
    assert!(text(pdf(&["q ".repeat(100_000) + &at(50, 700, 10, "Ada came.")], "")).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_files_are_no_trouble(place in 0.0..1.0f64, bytes in proptest::collection::vec(any::<u8>(), 1..8)) {
        let mut file = pdf(&[at(50, 700, 10, "Ada came."), lines(50, 700, &["one", "two"])], "");
        let from = (file.len() as f64 * place) as usize;
        for (into, byte) in file[from..].iter_mut().zip(&bytes) {
            *into = *byte;
        }
        let _ = read(file);
    }
}
