use proptest::prelude::*;

use super::*;

/// All of these are this moment.
fn same(expected: &str, texts: &[&str]) {
    let expected = (!expected.is_empty()).then(|| expected.parse().unwrap());
    for text in texts {
        assert_eq!(moment(text), expected, "{text}");
    }
}

#[test]
fn rfc_822_with_its_accidents() {
    same(
        "2004-01-01T19:48:21Z",
        &[
            "Thu, 01 Jan 2004 19:48:21 GMT",
            "Thu, 01 Jan 2004 19:48:21 +0000",
            "Thu, 1 Jan 2004 20:48:21 +01:00",
            "Thu, 01 Jan 2004 14:48:21 EST",
            "Thu, 01 Jan 2004 14:48:21 -0500 (EST)",
            "Thu, 01 Jan 2004 14:48:21 (EST)",
            "01 Jan 2004 19:48:21 GMT",
            "Thu 01 Jan 2004 19:48:21",
            "Thu,01 Jan 2004 19:48:21 UT",
            "Mon, 01 Jan 2004 19:48:21 GMT",
            "Thu, 01 Jan 04 19:48:21 GMT",
            "Thu, 01 January 2004 19:48:21 Z",
            "thu, 01 jan 2004 19:48:21 utc",
            "Thursday, January 01, 2004 19:48:21 GMT",
            "Thu, 01-Jan-2004 19:48:21 GMT",
            "Thu, 01 Jan 2004 21:48:21 GMT+2",
            "Thu, 01 Jan 2004 20:48:21 UTC+0100",
            "Thu, 01 Jan 2004 20:48:21 GMT +0100",
            "Thu, 01 Jan 2004 20:48:21 CET",
            "Thu, 01 Jan 2004 20:48:21 MET",
            "Thu, 01 Jan 2004 22:48:21 MSK",
            "Fri, 02 Jan 2004 01:18:21 IST",
            "Fri, 02 Jan 2004 04:48:21 JST",
            "Thu, 01 Jan 2004 14:48:21 ET",
            "Thu, 01 Jan 2004 15:48:21 AT",
            "Thu, 01 Jan 2004 11:48:21 PT",
            "Thu, 01 Jan 2004 20:48:21 Europe/Brussels",
            "Thu, 01 Jan 2004 7:48:21 PM GMT",
            "Thu, 01 Jan 2004 07:48:21PM",
            "Thu Jan  1 19:48:21 2004",
            "Thu Jan 1 19:48:21 GMT 2004",
            "Thu Jan 01 2004 20:48:21 GMT+0100 (Central European Standard Time)",
        ],
    );
    same("2004-01-01T19:48:00Z", &["Thu, 01 Jan 2004 19:48 GMT", "01 Jan 2004 19:48", "1 Jan 2004 7:48 p.m."]);
    same("2004-01-02T00:00:00Z", &["Thu, 01 Jan 2004 24:00:00 GMT", "Fri, 02 Jan 2004", "2 Jan 2004 00:00:00 GMT"]);
    same("2004-07-08T21:56:58Z", &["Thu, 08 Jul 2004 23:56:58 CEST", "Thu, 08 Jul 2004 23:56:58 MEST"]);
    same("2004-07-08T21:56:58Z", &["Thu, 08 Jul 2004 17:56:58 ET", "Thu, 08 Jul 2004 23:56:58 Europe/Brussels"]);
    same("1999-06-09T12:00:00Z", &["Wed, 09 Jun 99 12:00:00 GMT"]);
    same("2003-06-09T12:00:00Z", &["9 Jun 103 12:00:00 GMT"]);
    same("2016-12-31T23:59:59Z", &["Sat, 31 Dec 2016 23:59:60 GMT"]);
}

#[test]
fn iso_8601_in_all_its_forms() {
    same(
        "2003-12-31T10:14:55Z",
        &[
            "2003-12-31T10:14:55Z",
            "2003-12-31t10:14:55z",
            "2003-12-31 10:14:55",
            "2003-12-31T10:14:55+00:00",
            "2003-12-31T11:14:55+01:00",
            "2003-12-31T02:14:55-0800",
            "2003-12-31T02:14:55-08",
            "20031231T101455Z",
            "20031231T021455-0800",
            "2003-365T10:14:55Z",
            "2003365T101455Z",
            "2004-W01-3T10:14:55Z",
            "2004W013T101455",
            "2003-12-31T10:14:55 GMT",
            "2003-12-31 05:14:55 EST",
            "2003-12-31 11:14:55 +0100 CET",
            "2003/12/31 10:14:55",
            "2003.12.31 10:14:55",
            "2003-12-31T11:14:55 Europe/Paris",
        ],
    );
    same(
        "2003-12-31T10:14:55.123Z",
        &["2003-12-31T10:14:55.123Z", "2003-12-31T10:14:55,123Z", "2003-12-31 10:14:55.123"],
    );
    same("2003-12-31T10:14:00Z", &["2003-12-31T10:14Z", "2003-12-31T1014Z"]);
    same("2003-12-31T10:00:00Z", &["2003-12-31T10Z"]);
    same("2003-12-31T00:00:00Z", &["2003-12-31", "20031231", "2003-365", "2003365", "2003-12-31Z", "2004-W01-3"]);
    same("2004-01-05T00:00:00Z", &["2004-W02", "2004-1-5"]);
    same("2003-12-01T00:00:00Z", &["2003-12"]);
    same("2003-01-01T00:00:00Z", &["2003"]);
    same("2004-01-01T00:00:00Z", &["2003-12-31T24:00:00Z"]);
    same("2004-07-08T23:56:58Z", &["2004-07-08 23:56:58", "2004-7-8 23:56:58.0"]);
}

#[test]
fn seconds_and_milliseconds_since_1970() {
    same("2024-05-01T10:00:00Z", &["1714557600", "1714557600000", "1714557600.25"]);
    same("", &["171455760", "17145576000", "99999999999999", "-1714557600"]);
}

#[test]
fn six_digits_count_where_they_can_only_be_a_year_and_a_month() {
    same("1999-12-01T00:00:00Z", &["199912"]);
    same("2013-01-01T00:00:00Z", &["201301"]);
    same("", &["200312", "190512", "201313", "201300", "031231", "991301"]);
}

#[test]
fn what_people_write() {
    same(
        "2026-02-25T21:07:00Z",
        &[
            "Wednesday, February 25, 2026 - 21:07",
            "Wed, 25 Feb 2026 21:07",
            "February 25, 2026 9:07 PM",
            "February 25th, 2026, 9:07 p.m.",
            "25th of February 2026 at 21:07",
            "Published: February 25, 2026 21:07 UTC",
            "25.02.2026 21:07",
            "25.02.2026 - 21:07 Uhr",
            "25.2.2026, 21.07 Uhr",
            "25. 2. 2026 21:07",
            "25/02/2026 21:07",
            "02/25/2026 9:07 PM",
            "25-02-2026 21:07",
            "2026/02/25 21:07",
            "2026. 02. 25. 21:07",
        ],
    );
    same("2026-02-25T21:00:00Z", &["25 February 2026 9pm", "February 25, 2026 9 PM"]);
    same("2026-03-03T00:00:00Z", &["03/03/2026"]);
    same("2003-10-26T00:00:00Z", &["10/26/03"]);
    same("2026-02-01T00:00:00Z", &["February 2026"]);
}

#[test]
fn months_in_many_languages() {
    same(
        "2026-03-16T10:00:00Z",
        &[
            "Mo, 16. März 2026 10:00",
            "Montag, 16. März 2026 - 10:00 Uhr",
            "lundi 16 mars 2026 10:00",
            "lunes, 16 de marzo de 2026 10:00",
            "mar, 16 mar 2026 10:00:00 +0000",
            "lunedì 16 marzo 2026 10:00",
            "segunda-feira, 16 de março de 2026 10:00",
            "maandag 16 maart 2026 10:00",
            "poniedziałek, 16 marca 2026 10:00",
            "Пн, 16 мар 2026 10:00:00 +0000",
            "16 марта 2026 г. 10:00",
            "16 березня 2026 10:00",
            "16. března 2026 10:00",
            "2026. március 16. 10:00",
            "16 mars 2026 kl. 10:00",
            "16. maaliskuuta 2026 10:00",
            "Δευ, 16 Μαρ 2026 10:00:00 +0000",
            "16 Μαρτίου 2026 10:00",
            "16 Mart 2026 Pazartesi 10:00",
            "16 martie 2026 10:00",
            "16 март 2026 10:00",
            "16. ožujka 2026. 10:00",
            "Senin, 16 Maret 2026 10:00",
            "16 tháng 3, 2026 10:00",
            "2026年3月16日 10:00",
            "2026年3月16日（月） 10:00",
            "2026년 3월 16일 오후 07:00",
            "2026-03-16 오후 07:00:00",
            "2026年3月16日 午後7時00分",
            "2026年03月16日 下午 06:00:00",
        ],
    );
    same("2004-07-11T17:00:00Z", &["Κυρ, 11 Ιούλ 2004 12:00:00 EST", "Κυρ, 11 Ιουλ 2004 17:00:00 GMT"]);
    same("2004-07-13T14:15:00Z", &["2004-július-13T9:15-05:00", "2004-júl-13T9:15-05:00"]);
}

#[test]
fn what_is_not_certain_is_no_date() {
    same(
        "",
        &[
            "",
            "yesterday",
            "today 10:00",
            "03/04/2026",
            "03/04/2026 10:00 AM",
            "03-04-2026",
            "03.04.05",
            "25/02/26",
            "12",
            "200401",
            "2026-13-01",
            "2026-02-30",
            "2026-W54-1",
            "2026-366",
            "Thu, 01 Jan 2004 25:00:00 GMT",
            "Thu, 01 Jan 2004 24:00:01 GMT",
            "Thu, 01 Jan 2004 19:61:00 GMT",
            "Thu, 01 Jan 2004 19:48:21 XYZ",
            "Thu, 01 Jan 2004 19:48:21 +9900",
            "Thu, 32 Jan 2004 19:48:21 GMT",
            "31 Feb 2004",
            "01 02 Jan",
            "Jan 5",
            "5 Jan Feb 2004",
            "1 Jan 2004 10:00 11:00",
            "16 listopada 2026",
            "Due 5 May 2024",
            "0000-00-00 00:00:00",
            "../../etc/passwd",
            "2004-01-01T19:48:21 Europe/../../passwd",
            "令和8年3月16日",
        ],
    );
    assert_eq!(moment(&"1".repeat(1_000)), None);
    assert_eq!(moment(&format!("2004-01-01{}", " ".repeat(500))), moment("2004-01-01"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[0-9a-zA-Zé年월: ,./+()−-]{0,40}", any in ".{0,40}") {
        let _ = (moment(&text), moment(&any));
    }

    #[test]
    fn whatever_form_a_moment_is_written_in_it_is_read_back(second in -30_000_000_000_i64..4_000_000_000) {
        let at = Timestamp::from_second(second).unwrap();
        for form in [
            "%a, %d %b %Y %H:%M:%S GMT", "%A, %B %d, %Y - %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ",
            "%a %b %e %H:%M:%S %Y", "%Y%m%dT%H%M%S", "%Y-%jT%H:%M:%SZ", "%G-W%V-%uT%H:%M:%SZ", "%d %B %Y %I:%M:%S %p",
        ] {
            let text = at.strftime(form).to_string();
            prop_assert_eq!(moment(&text), Some(at), "{}", text);
        }
        // Either none, or the right one.
        for form in ["%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"] {
            let text = at.strftime(form).to_string();
            let read = moment(&text);
            prop_assert!(read.is_none() || read == Some(at), "{}: {:?}", text, read);
        }
    }
}
