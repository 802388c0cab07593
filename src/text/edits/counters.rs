//! What a line says, without what only counts or dates it: "12 comments", "Updated 14:05", "vor 3 Minuten".
//!
//! A number is a counter only where all around it belongs to counters and dates as well: in "12 killed" it is news.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{date_word, fold_date, month_named};

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Line {
    Title,
    Text,
    /// A row of a table: its numbers always count.
    Data,
}

/// Counters and dates are short.
const WORDS_MAX: usize = 16;

/// Words that say that something was changed or is going on, or how long ago.
const STATUS: &str = "updated update updates published posted modified live breaking ago \
    aktualisiert stand veröffentlicht vor eilmeldung liveticker liveblog jour jour publié modifié il direct \
    actualizado publicado hace aggiornato pubblicato fa atualizado há bijgewerkt gepubliceerd geleden \
    aktualizacja opublikowano temu обновлено опубликовано назад оновлено опубліковано тому \
    güncellendi güncelleme yayınlandı önce تحديث نشر منذ به‌روزرسانی پیش עודכן פורסם לפני अपडेट पहले \
    입력 수정 업데이트 전 댓글 조회 조회수 최종수정";
/// What is counted on pages: what their readers do.
const COUNTED: &str = "comment comments view views share shares like likes read reads retweet retweets reaction reactions \
    reply replies vote votes kommentar kommentare aufrufe lesezeit lesedauer commentaire commentaires vues partages \
    lecture comentario comentarios visitas lectura commento commenti visualizzazioni lettura comentário comentários \
    visualizações leitura reactie reacties komentarz komentarzy komentarze wyświetleń комментарий комментария \
    комментариев комментарии просмотр просмотра просмотров коментар коментарі коментарів переглядів yorum görüntülenme \
    okuma تعليق تعليقات مشاهدة مشاهدات قراءة نظر بازدید תגובות צפיות टिप्पणियाँ コメント";
/// What else stands beside them: units of time, zones, words between.
const BESIDE: &str = "s sec secs second seconds m min mins minute minutes minuten minutos minuti minut minuta минут минуты минуту \
    мин хв хвилин хвилини dakika dk دقيقة دقائق دقیقه h hr hour stunde stunden heure heures hora horas uur uren godz \
    godzin godziny godzinę час часа часов ч годин години saat ساعة ساعات ساعت d day days tag tage tagen jours dia dias \
    día días giorno giorni dag dagen dni dzień день дня дней днів gün يوم أيام روز दिन घंटे मिनट שעות דקות \
    분 시간 일 년 월 개 회 시 week weeks woche wochen semaine semaines semana semanas неделю недели \
    am pm gmt utc cet cest est edt et bst pst pdt msk jst kst ist eet eest y a mis k tsd mln mil last первый последнее آخر \
    في عند على before after by for until zuletzt dernière última ultimo ultima son ostatnia uhr";
/// Characters that counters and dates are made of where words are not parted by spaces.
const UNSPACED: &str = "年月日时時分秒前更新于於发發布佈評评論论条條次阅閱读讀浏瀏览覽点點赞讚小钟鐘间間天上下午最后後已件回公開表示数閲視聴";
/// What of these says as much as a word of the first two lists.
const UNSPACED_STATUS: [&str; 11] =
    ["更新", "发布", "發布", "發佈", "评论", "評論", "阅读", "閱讀", "浏览", "公開", "前"];

static STATUS_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| STATUS.split_whitespace().chain(COUNTED.split_whitespace()).map(fold_date).collect());
static BESIDE_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| BESIDE.split_whitespace().map(fold_date).collect());

/// What a line says, as folded words and the signs that matter; nothing for a line that only counts or dates.
pub(super) fn said(line: &str, kind: Line) -> Vec<String> {
    if kind == Line::Data {
        return words(line).collect();
    }
    let mut said = Vec::new();
    for field in without_label(line).split(['·', '|', '•', '\n']) {
        if is_stamp(field, true) {
            continue;
        }
        for part in parts(field, kind).into_iter().filter(|part| !is_stamp(part, false)) {
            said.extend(words(part));
        }
    }
    said
}

/// The line without a word before it that says how it is: "LIVE:", "Update –".
fn without_label(line: &str) -> &str {
    match line.split_once([':', '–', '—', '|', '·']) {
        Some((label, rest))
            if words(label).all(|word| STATUS_WORDS.contains(&word)) && words(rest).next().is_some() =>
        {
            rest
        }
        _ => line,
    }
}

/// The sentences and parentheses of a field; in a title also what stands behind a dash.
fn parts(field: &str, kind: Line) -> Vec<&str> {
    let is_end =
        |c| matches!(c, '(' | ')' | '[' | ']' | '。' | '（' | '）') || (kind == Line::Title && matches!(c, '–' | '—'));
    field.split(is_end).flat_map(|part| part.split(". ")).collect()
}

/// Whether a text only counts or dates. A date alone is one only where nothing stands `beside` it in the same field.
fn is_stamp(text: &str, is_alone: bool) -> bool {
    let mut has_status = UNSPACED_STATUS.iter().any(|status| text.contains(status));
    let (mut has_date, mut count) = (false, 0);
    for word in words(text) {
        count += 1;
        let letters = word.trim_start_matches(is_of_number).trim_end_matches(is_of_number);
        if count > WORDS_MAX {
            return false;
        } else if STATUS_WORDS.contains(letters) {
            has_status = true;
        } else if letters.is_empty() || month_named(letters).is_some() {
            has_date = true;
        } else if !(date_word(letters).is_some() || BESIDE_WORDS.contains(letters) || is_unspaced(letters)) {
            return false;
        }
    }
    has_status || (is_alone && has_date)
}

/// Whether a word such as `14h05` is a number but for this.
fn is_of_number(c: char) -> bool {
    c.is_numeric() || matches!(c, '.' | ',' | ':' | '\'' | '/')
}

fn is_unspaced(letters: &str) -> bool {
    !letters.is_empty() && letters.chars().all(|c| UNSPACED.contains(c))
}

/// The words of a text, folded, and the signs that say something by themselves.
fn words(text: &str) -> impl Iterator<Item = String> {
    let says = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || is_sign(c));
    text.split_word_bounds().filter(says).map(fold_date)
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '?' | '？' | '؟' | '%' | '٪' | '‰' | '°' | '§' | '+' | '−' | '±' | '<' | '>' | '=' | '$' | '£' | '¥' | '¢'
    ) || ('\u{20A0}'..='\u{20CF}').contains(&c)
}
