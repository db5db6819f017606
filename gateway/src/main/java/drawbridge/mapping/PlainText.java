package drawbridge.mapping;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Text without the signs that no text holds: control characters other than tab and line ends, and
/// halves of signs. Calendars that meet one refuse the record or everything around it. They are
/// left out of what is written, and two texts that differ in them alone are the same.
public final class PlainText {

    private PlainText() {}

    /// `text` without them.
    public static String of(String text) {
        return firstOdd(text) < 0
                ? text
                : text.codePoints()
                        .filter(sign -> !isOdd(sign))
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    /// What a sentence about texts that are written ends with, where signs are left out of them.
    ///
    /// @param what the word for these texts
    public static String note(String what, Collection<Neutral> values) {
        Set<String> odd = new LinkedHashSet<>();
        for (Neutral value : values) {
            if (value instanceof Neutral.Words(String text)) {
                addOdd(text, odd);
            } else if (value instanceof Neutral.Many many) {
                many.items().forEach(text -> addOdd(text, odd));
            }
        }
        return odd.isEmpty()
                ? ""
                : " What no text holds is left out of the "
                        + what
                        + ": "
                        + String.join(", ", odd)
                        + ".";
    }

    private static void addOdd(String text, Set<String> odd) {
        if (firstOdd(text) >= 0) {
            text.codePoints()
                    .filter(PlainText::isOdd)
                    .mapToObj("U+%04X"::formatted)
                    .forEach(odd::add);
        }
    }

    /// Nearly every text has none, and no text is worth a stream then.
    private static int firstOdd(String text) {
        for (int at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (sign < ' ' || sign >= '\u007f') {
                int whole = text.codePointAt(at);
                if (isOdd(whole)) {
                    return at;
                }
                at += Character.charCount(whole) - 1;
            }
        }
        return -1;
    }

    private static boolean isOdd(int sign) {
        return (sign < ' ' && sign != '\t' && sign != '\n' && sign != '\r')
                || sign == '\u007f'
                || (sign >= Character.MIN_SURROGATE && sign <= Character.MAX_SURROGATE);
    }
}
