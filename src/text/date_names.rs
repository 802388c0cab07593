//! Months and days of the week in the languages of the news.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold_case;

/// Names of months with their abbreviations, by month. A word that is one month here and another there is left out:
/// `listopad` is November in Prague and October in Zagreb.
const MONTHS: [&str; 12] = [
    "january jan januar janu jän jänner enero ene gennaio gen janvier janv januari janeiro stycznia styczeń sty января январь янв січня січень січ leden ledna led január januára januárja tammikuu tammikuuta tammi ιανουαρίου ιανουάριος ιαν ιανουαριος ocak oca ianuarie ian януари јануар јан siječnja siječanj sij januara",
    "february feb februar feber febrero febbraio février févr fév februari fevereiro fev lutego luty lut февраля февраль фев февр лютого лютий лют únor února úno február februára febr helmikuu helmikuuta helmi φεβρουαρίου φεβρουάριος φεβ φεβρ şubat şub februarie февруари фебруар феб veljače veljača velj februara",
    "march mar märz mrz mär marzo mars maart mrt março marca marzec марта март мар березня березень бер březen března bře március márc marec marts maaliskuu maaliskuuta maalis μαρτίου μάρτιος μαρ μαρτ mart martie maret ožujka ožujak ožu marta",
    "april apr abril abr aprile avril avr aprill kwietnia kwiecień kwi апреля апрель апр квітня квітень квіт duben dubna dub április ápr apríl apríla huhtikuu huhtikuuta huhti απριλίου απρίλιος απρ nisan nis aprilie април travnja travanj tra aprila",
    "may mai mayo maggio mag mei maio maja maj мая май травня травень трав květen května kvě május máj mája toukokuu toukokuuta touko μαΐου μαΐος μάιος μαι μαϊ mayıs мај svibnja svibanj svi",
    "june jun juni junio giugno giu juin junho czerwca czerwiec cze июня июнь июн червня червень черв červen června čvn június jún júna kesäkuu kesäkuuta kesä ιουνίου ιούνιος ιουν haziran haz iunie iun юни јун јуни lipnja lipanj juna",
    "july jul juli julio luglio lug juillet juil julho lipca lipiec июля июль июл липня липень лип července červenec čvc július júl júla heinäkuu heinäkuuta heinä ιουλίου ιούλιος ιουλ temmuz tem iulie iul юли јул јули srpnja srpanj jula",
    "august aug agosto ago août aout augustus sierpnia sierpień sie августа август авг серпня серпень серп srpen srpna augusztus augusta elokuu elokuuta elo αυγούστου αύγουστος αυγ ağustos ağu augusti agustus agu kolovoza kolovoz kol авг avgust avgusta avg",
    "september sep sept septiembre setiembre settembre set septembre setembro września wrzesień wrz сентября сентябрь сен сент вересня вересень вер září zář szeptember szept septembra syyskuu syyskuuta syys σεπτεμβρίου σεπτέμβριος σεπ σεπτ eylül eyl septembrie септември септембар септ rujna rujan ruj septembar",
    "october oct oktober okt octubre ottobre ott octobre outubro out października październik paź октября октябрь окт жовтня жовтень жовт říjen října říj október októbra lokakuu lokakuuta loka οκτωβρίου οκτώβριος οκτ ekim eki octombrie октомври октобар oktobar oktobra",
    "november nov noviembre novembre novembro ноября ноябрь ноя нояб листопада листопад novembra marraskuu marraskuuta marras νοεμβρίου νοέμβριος νοε kasım kas noiembrie noi ноември новембар нов studenoga studenog studeni stu novembar listopadu",
    "december dec dezember dez diciembre dic dicembre décembre déc dezembro grudnia grudzień gru декабря декабрь дек грудня грудень груд prosinec prosince decembra joulukuu joulukuuta joulu δεκεμβρίου δεκέμβριος δεκ aralık ara decembrie декември децембар prosinca prosinac desember des decembar",
];

/// Names of the days with their abbreviations. A day that does not fit its date is the publisher's mistake, so that
/// they need not be told apart.
const WEEKDAYS: &str = "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat \
    sunday sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so \
    lunes lun martes mar miércoles mié mie jueves jue viernes vie sábado sáb sab domingo dom \
    lundi mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim \
    lunedì martedì mercoledì giovedì gio venerdì sabato domenica \
    segunda-feira segunda seg terça-feira terça ter quarta-feira quarta qua quinta-feira quinta qui sexta-feira sexta sex feira \
    maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo \
    poniedziałek pon wtorek wt środa śr śro czwartek czw piątek pt pią sobota sob niedziela nd nie niedz \
    понедельник пн пон вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс \
    понеділок вівторок середа четвер п'ятниця субота неділя нд \
    pondělí po úterý út středa st čtvrtek čt pátek pá neděle ne pondelok utorok ut streda štvrtok štv piatok nedeľa \
    hétfő kedd szerda csütörtök péntek szombat vasárnap \
    måndag mån tisdag tis onsdag ons torsdag tors fredag fre lördag lör söndag sön mandag man tirsdag tir tor lørdag \
    lør søndag søn maanantai tiistai ti keskiviikko ke torstai to perjantai pe lauantai la sunnuntai su \
    δευτέρα δευ τρίτη τρι τρί τετάρτη τετ πέμπτη πεμ πέμ παρασκευή παρ σάββατο σαβ σάβ κυριακή κυρ \
    pazartesi pzt salı sal çarşamba çar perşembe per cuma cum cumartesi cmt pazar paz \
    luni marți miercuri joi vineri sâmbătă duminică понеделник сряда четвъртък петък събота неделя \
    ponedeljak utorak srijeda sreda četvrtak petak subota nedjelja nedelja понедељак уторак среда четвртак петак \
    senin selasa rabu kamis jumat sabtu minggu sen sel rab kam jum min";

/// Words that stand in dates and say nothing.
const FILLERS: &str = "at on of the t um uhr den der le a à las los del de d' do dne em às kl klo om den el la у в о об г год года р року ore ora h hrs hours o'clock th st nd rd er re e ο η στις τις date dated published posted updated last modified created and - saat";

static MONTH_OF: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let named =
        |(names, month): (&str, i8)| names.split(' ').map(move |name| (fold_date(name), month)).collect::<Vec<_>>();
    MONTHS.into_iter().zip(1..).flat_map(named).collect()
});
static WORDS: LazyLock<HashMap<String, DateWord>> = LazyLock::new(|| {
    let fillers = FILLERS.split_whitespace().map(|word| (fold_date(word), DateWord::Filler));
    fillers.chain(WEEKDAYS.split_whitespace().map(|word| (fold_date(word), DateWord::Weekday))).collect()
});

/// What a word of a date says that is no number and no month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DateWord {
    Weekday,
    Filler,
}

/// The month that a folded word names.
pub fn month_named(word: &str) -> Option<i8> {
    MONTH_OF.get(word).copied()
}

/// What a folded word of a date says, where it is known and no month.
pub fn date_word(word: &str) -> Option<DateWord> {
    WORDS.get(word).copied()
}

/// A date in lower case and without accents.
pub fn fold_date(text: &str) -> String {
    let greek = |c| match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        other => other,
    };
    fold_case(text).chars().map(greek).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_months() {
        let mut seen = HashMap::new();
        for (names, number) in MONTHS.into_iter().zip(1..) {
            for name in names.split(' ').map(fold_date) {
                assert_eq!(*seen.entry(name.clone()).or_insert(number), number, "{name}");
            }
        }
    }
}
