//! A book of [EPUB 3](https://www.w3.org/TR/epub-33/): a chapter an article, and a table of contents by source.

use std::io::{self, Cursor, Write};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Item;
use super::facts::IMPRINT;
use super::html::{Page, STYLE, article, escape};
use crate::domain::SafeText;

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n\
</container>\n";

/// Articles as a book. The same articles make the same bytes, but for the moment that it has to name.
pub(super) fn write(title: &SafeText, items: &[Item], now: Timestamp) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    // First and not packed, so that a look at the file's beginning tells what it is.
    archive.start_file("mimetype", stored)?;
    archive.write_all(b"application/epub+zip")?;
    let mut files = vec![
        ("META-INF/container.xml".to_owned(), CONTAINER.to_owned()),
        ("EPUB/package.opf".to_owned(), package(title, items, now)),
        ("EPUB/nav.xhtml".to_owned(), contents(title, items)),
        ("EPUB/style.css".to_owned(), STYLE.to_owned()),
    ];
    files.extend((1..).zip(items).map(|(number, item)| (format!("EPUB/{}", file_of(number)), chapter(item))));
    for (name, text) in files {
        archive.start_file(name, packed)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn file_of(number: usize) -> String {
    format!("article-{number:04}.xhtml")
}

/// What the book consists of, and in which order.
fn package(title: &SafeText, items: &[Item], now: Timestamp) -> String {
    let chapters = || (1..=items.len()).map(|number| (number, file_of(number)));
    let manifest: String = chapters()
        .map(|(number, file)| {
            format!("<item id=\"article-{number}\" href=\"{file}\" media-type=\"application/xhtml+xml\"/>\n")
        })
        .collect();
    let spine: String = chapters().map(|(number, _)| format!("<itemref idref=\"article-{number}\"/>\n")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"id\">urn:chancery:{}</dc:identifier>\n<dc:title>{}</dc:title>\n\
         <dc:language>{}</dc:language>\n<dc:publisher>chancery</dc:publisher>\n\
         <meta property=\"dcterms:modified\">{}</meta>\n</metadata>\n\
         <manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{manifest}</manifest>\n\
         <spine>\n<itemref idref=\"nav\"/>\n{spine}</spine>\n</package>\n",
        identifier(items),
        named(title),
        escape(&language(items)),
        now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
}

/// The same articles are the same book.
fn identifier(items: &[Item]) -> String {
    let mut hash = Sha256::new();
    items.iter().for_each(|item| hash.update(item.article.headline.id.0.to_be_bytes()));
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The language that all articles are in; [`und`](https://www.rfc-editor.org/rfc/rfc5646#section-4.1) where they differ.
fn language(items: &[Item]) -> SafeText {
    let mut languages = items.iter().map(|item| item.source.as_ref()?.card.language.clone());
    match languages.next().flatten() {
        Some(first) if languages.all(|other| other.as_ref() == Some(&first)) => first,
        _ => "und".into(),
    }
}

/// A title must not be empty.
fn named(title: &SafeText) -> String {
    if title.trim().is_empty() { "Articles".to_owned() } else { escape(title).into_owned() }
}

/// The table of contents: the sources in the order of their first articles, and their articles.
fn contents(title: &SafeText, items: &[Item]) -> String {
    let mut sources: Vec<(SafeText, Vec<(usize, &Item)>)> = Vec::new();
    for (number, item) in (1..).zip(items) {
        let name = item.source_name();
        match sources.iter_mut().find(|(source, _)| *source == name) {
            Some((_, articles)) => articles.push((number, item)),
            None => sources.push((name, vec![(number, item)])),
        }
    }
    let mut list = String::new();
    for (source, articles) in sources {
        list.push_str(&format!("<li><span>{}</span>\n<ol>\n", named(&source)));
        for (number, item) in articles {
            let headline = named(&item.article.headline.title);
            list.push_str(&format!("<li><a href=\"{}\">{headline}</a></li>\n", file_of(number)));
        }
        list.push_str("</ol></li>\n");
    }
    let heading = named(title);
    page(&heading, &format!("<nav epub:type=\"toc\"><h1>{heading}</h1>\n<ol>\n{list}</ol></nav>\n<p>{IMPRINT}</p>\n"))
}

fn chapter(item: &Item) -> String {
    let mut chapter = Page::default();
    article(item, 1, None, &mut chapter);
    page(&named(&item.article.headline.title), &chapter.out)
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\">\n\
         <head><title>{title}</title><link rel=\"stylesheet\" href=\"style.css\"/></head>\n\
         <body>\n{body}</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use quick_xml::Reader;
    use quick_xml::events::Event;
    use zip::ZipArchive;

    use super::super::testing::item;
    use super::*;

    fn moment() -> Timestamp {
        "2026-11-23T06:00:00Z".parse().unwrap()
    }

    fn opened(items: &[Item]) -> ZipArchive<Cursor<Vec<u8>>> {
        ZipArchive::new(Cursor::new(write(&"Starred".into(), items, moment()).unwrap())).unwrap()
    }

    fn read(book: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        book.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_book_says_first_what_it_is_and_holds_a_chapter_an_article() {
        let mut book = opened(&[item("One", "<p>1</p>"), item("Two & three", "<p>2</p>")]);
        let first = book.by_index(0).unwrap();
        assert_eq!((first.name(), first.compression()), ("mimetype", CompressionMethod::Stored));
        drop(first);
        assert_eq!(read(&mut book, "mimetype"), "application/epub+zip");
        let package = read(&mut book, "EPUB/package.opf");
        for part in [
            "<dc:title>Starred</dc:title>",
            "<dc:language>en</dc:language>",
            "<meta property=\"dcterms:modified\">2026-11-23T06:00:00Z</meta>",
            "<itemref idref=\"article-2\"/>",
        ] {
            assert!(package.contains(part), "{part} is not in\n{package}");
        }
        let nav = read(&mut book, "EPUB/nav.xhtml");
        assert!(nav.contains("<span>Gazette</span>"), "{nav}");
        assert!(nav.contains("<a href=\"article-0002.xhtml\">Two &amp; three</a>"), "{nav}");
        assert!(read(&mut book, "EPUB/article-0002.xhtml").contains("<h1>Two &amp; three</h1>"));
    }

    #[test]
    fn every_page_is_well_formed_whatever_the_text() {
        let hostile = "<p>]]>&lt;/p&gt;\u{1}\u{fffe} \" ' &amp;</p><ul><li>a<blockquote>b</ul>";
        let mut book = opened(&[item("]]> <b> & \u{0}", hostile)]);
        for at in 1..book.len() {
            let name = book.by_index(at).unwrap().name().to_owned();
            if name.ends_with(".css") {
                continue;
            }
            let text = read(&mut book, &name);
            let mut reader = Reader::from_str(&text);
            while reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{text}")) != Event::Eof {}
        }
    }

    #[test]
    fn the_same_articles_make_the_same_bytes() {
        let items = [item("One", "<p>1</p>")];
        let book = |now| write(&"Starred".into(), &items, now).unwrap();
        assert_eq!(book(moment()), book(moment()));
        assert_ne!(book(moment()), book("2026-11-24T06:00:00Z".parse().unwrap()));
    }
}
