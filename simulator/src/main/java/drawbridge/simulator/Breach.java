package drawbridge.simulator;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A promise that a run broke.
///
/// @param sentence what was seen, with the records that it is about
record Breach(Kind kind, String sentence) {

    private static final Pattern RECORD = Pattern.compile("(?:acme|app)\\.[a-z]+ ([A-Za-z0-9_]+)");

    /// The kinds of breach, as the report counts them.
    enum Kind {
        /// Somebody's change or delete did not reach the other side.
        LOST,
        /// One record became two, or was written blindly.
        DOUBLED,
        /// An older value stands, or came back.
        OLDER,
        /// Both sides differ, and nobody waits for a person; or a figure is wrong.
        DIVERGED,
        /// The gateway wrote more often than it had reasons to, or went on writing after quiet.
        LOOPED,
        /// Something never came to its end, or the sums do not add up.
        STUCK,
        /// A person was asked for nothing, or a rule of the journal was broken.
        OTHER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Breach of(String sentence) {
        return new Breach(kind(sentence), sentence);
    }

    private static Kind kind(String sentence) {
        int colon = sentence.indexOf(':');
        return switch (colon < 0 ? sentence : sentence.substring(0, colon)) {
            case "lost", "lost delete", "lost label", "dead for no reason" -> Kind.LOST;
            case "doubled", "blind" -> Kind.DOUBLED;
            case "older", "written back", "label that came back" -> Kind.OLDER;
            case "diverged", "miscounted", "buried alive" -> Kind.DIVERGED;
            case "looped" -> Kind.LOOPED;
            case "stuck", "pending", "sum" -> Kind.STUCK;
            default -> Kind.OTHER;
        };
    }

    /// The ids of the records that it names.
    List<String> records() {
        Matcher named = RECORD.matcher(sentence);
        return named.results().map(found -> found.group(1)).distinct().toList();
    }
}
