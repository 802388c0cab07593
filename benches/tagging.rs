//! How fast an article is tagged, in bytes per second, and how soon the tagger is ready.
//!
//! `cargo bench --bench tagging`

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

use chancery::domain::SafeText;
use chancery::tagging::{Input, Tagger};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    let start = Instant::now();
    Tagger::embedded();
    println!("the tagger is ready, built from the tables in the binary, in {:.1?}", start.elapsed());
    for (language, text) in LANGUAGES {
        let start = Instant::now();
        annotate(&SafeText::block(text), language);
        println!("the names of `{language}` are ready with the first article in it, in {:.1?}", start.elapsed());
    }
    println!("each bench below tags one article again and again: the time is an article's, the speed its bytes'");
    divan::main();
}

const TITLE: &str = "Cairo takes over the canal; London and Paris weigh their answer";

/// A dispatch from history, with about as many names as a wire report has.
const REPORT: &str = "\
LONDON, August 2, 1956 - The foreign ministers of Britain, France and the United States ended three days of talks \
in London on Thursday with a call for a conference of the countries that use the Suez Canal. President Nasser had \
announced a week before, before a crowd in Alexandria, that Egypt was taking over the company that runs the \
waterway and would build the Aswan High Dam from its dues.\n\
The statement by the three governments said that the freedom of passage laid down in the convention of 1888 had to \
be kept. It did not speak of force. Sir Anthony Eden told the House of Commons that no arrangement could be accepted \
which would leave the canal under the control of a single power. In Paris the prime minister, Guy Mollet, found \
harder words, and reservists on leave from Algeria were told to stay near their units.\n\
Mr. Dulles, who had flown in from Washington on Wednesday, was said to be looking for a way that would give every \
side time. His officials pointed out that the United States ships little oil through the canal, that Western Europe \
depends on it for most of what it burns, and that a closed waterway would be felt in every factory from Hamburg to \
Naples within six weeks. Norway, Greece and India, whose ships and trade need the passage, asked to be heard.\n\
In Moscow the newspapers printed the Egyptian decree in full beside a note that every state may run what lies on its \
own soil. The Soviet Union had agreed the year before to let Czechoslovakia sell arms to Cairo, and it was the offer \
of money for the dam, made and withdrawn, that brought the present crisis. Yugoslavia's President Tito, who had been \
host to Nasser and to Nehru on the island of Brioni when the withdrawal became known, let it be understood that he \
advised patience.\n\
The canal itself went on as before. The pilots, most of them British and French, had been told by the company to \
stay at their posts, and on Thursday forty-two ships passed between Port Said and Suez. The dues of all but two \
were paid to the accounts of the old company, in banks of the City of London, and nobody on the banks seemed to be \
in a hurry to ask for them. Shops in Ismailia were open; the price of bread had not moved. Insurers raised the rate \
for cargoes by a shilling. An Italian captain, asked whether he had seen soldiers, said that he had seen some, and \
that they had been fishing.\n";

/// A report from the provinces: in nearly every sentence towns, and people whom no table knows.
const PROVINCES: &str = "\
HARRISBURG, Pa. (AP) - Rivers left their beds from Erie to Allentown on Tuesday, and officials in Lancaster County \
asked people in Columbia, Marietta and Mount Joy to leave their homes. Sheriff Walter Kessler said that two roads \
out of Ephrata were under water. In Reading the mayor, Denise Okafor, closed the schools; in Bethlehem they stayed \
open. Gov. Martin Delacroix flew over Scranton, Wilkes-Barre and Hazleton with Maj. Gen. Ruth Lindqvist of the \
National Guard.\n\
Across the line in Binghamton, N.Y., and in Elmira, Corning and Jamestown, the water had not yet risen. Janet \
Kowalski, 54, who keeps a bakery on Lancaster Avenue in Vestal, filled sandbags with Hector Ruiz and his son Paul \
Ruiz of Ithaca. \"We did the same in Johnson City,\" Kowalski said. Robert J. Ahmadi, a hydrologist at Cornell \
University, expected the crest at Sayre, Pa., by midnight and at Towanda an hour after.\n\
It was the third flood in a spring that has been wet on both sides of the ocean. In England the Severn rose in \
Shrewsbury, Worcester and Gloucester, where Councillor Fiona Pemberton thanked crews from Hereford, Cheltenham and \
Bath; Newport, in Wales, lent them boats. In Germany, Passau, Regensburg and Deggendorf built walls of wood. Mayor \
Jürgen Brandstetter of Passau told Chancellor Friedrich Merz that Linz and Krems, down the Danube in Austria, would \
be next. In Ontario, Guelph, Cambridge and Kitchener watched the Grand River, as Priya Venkataraman of the river's \
authority put it, \"by the hour\". Ms. Venkataraman has a brother in Brisbane, Australia, and he had sent her a \
picture of Ipswich and Toowoomba under the same brown water.\n\
Insurers were silent. Moses Adeyemi, who speaks for the underwriters in Hartford, Conn., said that nobody in \
Springfield, Worcester or Providence had asked him yet, and that Madison and Milwaukee always asked first. Kessler \
had the last word: Kansas, he said, had sent sand, Georgia had sent pumps, and Jordan, his deputy, had sent for \
soup.\n";

/// Made-up reports in other languages: with spaces and endings, in other scripts, and without spaces.
const LANGUAGES: [(&str, &str); 4] = [("de", GERMAN), ("ru", RUSSIAN), ("zh", CHINESE), ("ar", ARABIC)];

const GERMAN: &str = "\
Die Außenminister Deutschlands, Frankreichs und Polens haben sich am Dienstag in Wien mit ihren Amtskollegen aus \
Kasachstan und Usbekistan getroffen. Im Mittelpunkt standen die Brücken über die Donau, die nach dem Hochwasser in \
Ungarn, der Slowakei und Serbien gesperrt sind. Die österreichische Regierung bot an, den Verkehr umzuleiten; die \
rumänischen und bulgarischen Behörden baten um Pontons. Aus Brüssel hieß es, die Europäische Union werde den Ländern \
helfen. Der ukrainische Botschafter erinnerte daran, dass Getreide aus Odessa seit Wochen über die Häfen in Moldau und \
Polen läuft. In Berlin sagte eine Sprecherin, man habe der Türkei und Griechenland gedankt. Die Schweizer spendeten \
Boote, die Norweger Pumpen, die Niederländer Deiche. In Prag wurde gerechnet, in Warschau gewartet.\n";

const RUSSIAN: &str = "\
Министры иностранных дел Казахстана, Узбекистана и Киргизии встретились во вторник в Ташкенте с коллегами из Германии \
и Франции. Речь шла о мостах через Дунай, закрытых после наводнения в Венгрии, Словакии и Сербии. Австрийское \
правительство предложило пустить грузы в объезд, румынские и болгарские власти попросили понтоны. В Брюсселе \
заявили, что Европейский союз поможет. Украинский посол напомнил, что зерно из Одессы уже несколько недель идёт через \
порты Молдавии и Польши. В Москве сообщили, что рыбаки вернулись из Норвегии, а японские и корейские суда ждут у \
берегов Китая. Турецкая сторона поблагодарила Грецию. В Минске считали, в Варшаве ждали.\n";

const CHINESE: &str = "\
中国外交部发言人星期二表示，中方愿同德国、法国和波兰就多瑙河桥梁问题保持沟通。匈牙利、斯洛伐克和塞尔维亚发生洪水后，\
桥梁已经关闭。奥地利政府提议车辆绕行，罗马尼亚和保加利亚要求提供浮桥。欧盟在布鲁塞尔表示将提供帮助。乌克兰大使说，\
敖德萨的粮食几周来一直经摩尔多瓦和波兰的港口运出。日本和韩国的船只在菲律宾附近等待，越南渔民已经返回。俄罗斯方面\
在莫斯科宣布，土耳其感谢希腊。哈萨克斯坦和乌兹别克斯坦的部长在塔什干会谈，美国国务院没有评论。\n";

const ARABIC: &str = "\
اجتمع وزراء خارجية ألمانيا وفرنسا وبولندا يوم الثلاثاء في القاهرة مع نظرائهم من مصر والأردن والعراق. وتناول الاجتماع \
الجسور التي أغلقت بعد الفيضانات في المجر وسلوفاكيا وصربيا. وعرضت الحكومة النمساوية تحويل الشاحنات، وطلبت السلطات \
الرومانية والبلغارية جسورا عائمة. وقال الاتحاد الأوروبي في بروكسل إنه سيساعد. وذكر السفير الأوكراني بأن الحبوب تمر \
منذ أسابيع عبر موانئ مولدوفا. وعاد الصيادون من المغرب إلى الجزائر وتونس، وشكرت تركيا اليونان. وفي الرياض رحبت السعودية \
بالاتفاق، ولم تعلق إيران ولا روسيا ولا الولايات المتحدة.\n";

fn annotate(text: &SafeText, language: &str) {
    let title = SafeText::default();
    let input = Input { title: &title, text, language: Some(language), feed_country: None };
    divan::black_box(Tagger::embedded().annotate(divan::black_box(input)));
}

fn tag(bencher: Bencher, text: &str) {
    let (title, text) = (SafeText::line(TITLE), SafeText::block(text));
    let input = Input { title: &title, text: &text, language: Some("en"), feed_country: None };
    bencher
        .counter(BytesCount::new(title.len() + text.len()))
        .bench(|| Tagger::embedded().tag(divan::black_box(input)));
}

/// A teaser, as most feeds send it.
#[divan::bench]
fn summary(bencher: Bencher) {
    tag(bencher, &REPORT[..300]);
}

/// A report of the usual length.
#[divan::bench]
fn article(bencher: Bencher) {
    tag(bencher, REPORT);
}

/// The same with typographic quotation marks, dashes and accents, which are folded.
#[divan::bench]
fn typographic_article(bencher: Bencher) {
    tag(bencher, &REPORT.replace('\'', "’").replace(" - ", " — ").replace("Mollet", "Møllet"));
}

/// Full of towns and of people whom no table knows.
#[divan::bench]
fn towns_and_people(bencher: Bencher) {
    tag(bencher, PROVINCES);
}

/// An article in another language, whose names are ready.
#[divan::bench(args = LANGUAGES.map(|(language, _)| language))]
fn language(bencher: Bencher, language: &str) {
    let text = LANGUAGES.iter().find(|(known, _)| *known == language).expect("one of the args").1;
    let text = SafeText::block(text);
    bencher.counter(BytesCount::new(text.len())).bench(|| annotate(&text, language));
}

/// A long document: the report thirty times.
#[divan::bench]
fn document(bencher: Bencher) {
    tag(bencher, &REPORT.repeat(30));
}

/// A text in which every name is doubtful, so that the rules look around each one. The cost must stay
/// proportional to the length.
#[divan::bench(args = [16, 1024])]
fn doubtful_names(bencher: Bencher, kibibytes: usize) {
    tag(bencher, &"Mr. Jordan ".repeat(kibibytes * 1024 / 11));
}
