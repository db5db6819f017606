package drawbridge.journal;

/// Text that came from outside, made fit for a column of type text: PostgreSQL keeps no U+0000 and
/// no half of a surrogate pair, and an index no long key.
public final class StoredText {

    static final int ID = 512;
    private static final int SENTENCE = 4_000;

    private StoredText() {}

    /// Whether an id can be stored as it is, to the last sign.
    public static boolean keeps(String id) {
        return id.length() <= ID && id.equals(clean(id));
    }

    /// An id for people; the exact one where it can be stored.
    static String id(String id) {
        return keeps(id) ? id : clean(id.substring(0, Math.min(ID, id.length())));
    }

    /// For people: what cannot be stored is replaced, what is too long is cut.
    static String sentence(String text) {
        String clean = clean(text);
        return clean.length() <= SENTENCE ? clean : clean(clean.substring(0, SENTENCE - 1)) + "…";
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(
                        sign ->
                                sign == 0
                                                || (sign >= Character.MIN_SURROGATE
                                                        && sign <= Character.MAX_SURROGATE)
                                        ? 0xFFFD
                                        : sign)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
