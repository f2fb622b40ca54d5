package dev.burnish.formatting.report;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tells the language of a text by its script and, where several languages share one, by its most frequent words. Short texts have too few of them and get none. Libraries
 * with statistics of letters know more languages and need 10 to 100 MB of models, more than this service has.
 */
final class Languages {
    private static final int MOST_CHARACTERS = 2000;

    /** Before Greek, letters are Latin. */
    private static final int FIRST_OF_OTHER_SCRIPTS = 0x370;

    /** So many letters, and so many frequent words, tell a language. */
    private static final int LEAST_LETTERS = 20;

    private static final int LEAST_WORDS = 3;

    /** ISO 639-1 codes and words that are frequent in the language and, but for a few, in no other one here. */
    private static final String[][] FREQUENT = {
        {
            "en",
            "the and of to is that it for you was with are this have from not but what your can will would there they be on we i"
        },
        {
            "de",
            "der die und das ist nicht ich sie mit ein eine zu den auf für auch es wir wie dem von sich haben wird bei oder noch bitte"
        },
        {
            "fr",
            "le la les et est des une dans que qui pour pas vous nous je sur avec ce il au sont cette mais être plus ou votre mon"
        },
        {
            "es",
            "el la los de y que en una por con para es no se del las lo como más pero su está usted muy hay son mi este"
        },
        {
            "it",
            "il di che e la un una per non sono con del della ho gli è si questo come le ma anche nel più mi alla sono essere"
        },
        {"pt", "o que e de do da um uma não para com os em por se mais as dos como mas você é foi ao está meu são isso"
        },
        {
            "nl",
            "de het een en van is dat niet ik je op te met voor zijn er maar aan ook wij heeft wordt naar bij deze mijn of"
        },
        {"sv", "och att det är en som på jag för inte med den till har av ett om men vi kan från så ska detta var hur"},
        {
            "da",
            "og at det er en som på jeg ikke for med den til har af et om men vi kan fra så skal denne var hvordan der"
        },
        {"nb", "og å det er en som på jeg ikke for med den til har av et om men vi kan fra så skal dette hvordan hva"},
        {"fi", "ja on ei että se hän oli mutta ovat joka myös kun niin minä tämä olen voi sen mitä kuin ole jos"},
        {"pl", "i w nie na się jest do to że z jak co za ale po czy od przez dla już są był może tego jego"},
        {"cs", "a je se na v že to do si s ale jak za pro jsem není jsou tak co by bylo jako podle které když"},
        {"ro", "și de la în nu este cu pe o un că sunt din pentru mai care ce am fi acest dar sau ca fost"},
        {"hu", "a az és hogy nem is egy van meg ez de csak már ha vagy mint lehet mert azt kell még volt"},
        {"tr", "ve bir bu için de ile ne çok daha var gibi ben mi değil olarak kadar ama sen olan nasıl şey"},
        {"id", "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke bisa ada adalah kami anda apa"
        },
        {"ru", "и в не на что я с он как это по но из у за так же от вы все мы для бы мне если был есть"},
        {"uk", "і в не на що я з він як це по але із у за так же від ви всі ми для мені якщо був є та"},
        {"bg", "и в не на че аз с той как това по но от за така ви всички ние да ми ако беше е се са"},
    };

    /** Scripts that one language of weight writes in. */
    private static final Map<UnicodeScript, String> OF_SCRIPTS = new EnumMap<>(Map.of(
            UnicodeScript.HANGUL, "ko",
            UnicodeScript.HIRAGANA, "ja",
            UnicodeScript.KATAKANA, "ja",
            UnicodeScript.HAN, "zh",
            UnicodeScript.ARABIC, "ar",
            UnicodeScript.HEBREW, "he",
            UnicodeScript.GREEK, "el",
            UnicodeScript.THAI, "th",
            UnicodeScript.DEVANAGARI, "hi"));

    /** An open-addressing table, less than half full: frequent words, and in the same places the bits of the languages that have them. 0 is no word. */
    private final long[] frequent = new long[1 << 11];

    private final int[] languagesOfFrequent = new int[frequent.length];

    Languages() {
        for (int language = 0; language < FREQUENT.length; language++) {
            for (long word : Words.of(FREQUENT[language][1])) {
                int place = placeOf(word);
                frequent[place] = word;
                languagesOfFrequent[place] |= 1 << language;
            }
        }
    }

    /** Of the word, or of the free place where it belongs. */
    private int placeOf(long word) {
        int place = (int) word & frequent.length - 1;
        while (frequent[place] != 0 && frequent[place] != word) {
            place = place + 1 & frequent.length - 1;
        }
        return place;
    }

    /** @param words of prompt and answer */
    String of(ExampleText text, long[] words) {
        String all = text.prompt() + "\n" + text.answer();
        return all.length() <= MOST_CHARACTERS ? of(all, words) : of(all);
    }

    /** An ISO 639-1 code, or "" if the text does not tell. */
    String of(String text) {
        String start = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        return of(start, Words.of(start));
    }

    private String of(String text, long[] words) {
        Map<UnicodeScript, Integer> scripts = new EnumMap<>(UnicodeScript.class);
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            int point = text.charAt(i);
            if (point < FIRST_OF_OTHER_SCRIPTS) {
                letters += Character.isLetter(point) ? 1 : 0;
                continue;
            }
            point = text.codePointAt(i);
            i += Character.charCount(point) - 1;
            if (Character.isLetter(point)) {
                letters++;
                scripts.merge(UnicodeScript.of(point), 1, Integer::sum);
            }
        }
        // Japanese is written with Chinese characters too, but never for long without its own.
        int kana = scripts.getOrDefault(UnicodeScript.HIRAGANA, 0) + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
        if (kana > 0 && 10 * (kana + scripts.getOrDefault(UnicodeScript.HAN, 0)) > 5 * letters) {
            return "ja";
        }
        for (Map.Entry<UnicodeScript, String> script : OF_SCRIPTS.entrySet()) {
            if (2 * scripts.getOrDefault(script.getKey(), 0) > letters) {
                return script.getValue();
            }
        }
        return letters < LEAST_LETTERS ? "" : ofWords(words);
    }

    private String ofWords(long[] words) {
        int[] hits = new int[FREQUENT.length];
        for (long word : words) {
            int languages = languagesOfFrequent[placeOf(word)];
            for (; languages != 0; languages &= languages - 1) {
                hits[Integer.numberOfTrailingZeros(languages)]++;
            }
        }
        int best = 0;
        for (int language = 1; language < hits.length; language++) {
            best = hits[language] > hits[best] ? language : best;
        }
        int[] sorted = hits.clone();
        Arrays.sort(sorted);
        int second = sorted[sorted.length - 2];
        boolean clear = hits[best] >= LEAST_WORDS && 12 * hits[best] >= words.length && 5 * hits[best] >= 6 * second;
        return clear ? FREQUENT[best][0] : "";
    }
}
