package drawbridge.mapping.check.propose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Names of members, parameters and paths, and how alike they are.
final class Words {

    /// Words that mean the same in the APIs of CRMs and calendars.
    private static final List<Set<String>> SAME =
            List.of(
                    Set.of("title", "subject", "subj", "summary", "name", "nm", "headline"),
                    Set.of("email", "mail", "emailaddress", "mailaddress"),
                    Set.of("phone", "tel", "telephone", "mobile", "phonenumber"),
                    Set.of("start", "starts", "begin", "begins", "beg", "from"),
                    Set.of("end", "ends", "finish", "until", "due"),
                    Set.of("place", "location", "loc", "room", "venue"),
                    Set.of("status", "state", "stat", "stage", "phase"),
                    Set.of(
                            "note",
                            "notes",
                            "memo",
                            "description",
                            "comment",
                            "comments",
                            "body",
                            "remark"),
                    Set.of("owner", "member", "user", "assignee", "organizer"),
                    Set.of("contact", "customer", "person", "client", "attendee"),
                    Set.of("company", "account", "organization", "organisation"),
                    Set.of("zone", "timezone", "tz"),
                    Set.of("minutes", "duration", "length"),
                    Set.of("open", "planned", "scheduled", "todo", "new", "pending", "tentative"),
                    Set.of("done", "held", "completed", "closed", "finished", "complete"),
                    Set.of("cancelled", "canceled", "notheld", "cancel"),
                    Set.of("zip", "postcode", "postalcode"),
                    Set.of("first", "given"),
                    Set.of("last", "family", "sur"));

    /// What says nothing about which field it is.
    private static final Set<String> EMPTY =
            Set.of(
                    "at", "on", "is", "the", "of", "value", "full", "tx", "txt", "text", "cd",
                    "code", "addr", "fld", "ts", "dt");

    private Words() {}

    /// Letters and digits alone, small.
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// A name as keys of mappings have it.
    static String key(String name) {
        String kebab =
                name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[^a-z]+|-+$", "");
        return kebab.isEmpty() ? "thing" : kebab;
    }

    static String plural(String name) {
        return name.endsWith("s")
                ? name
                : name.matches(".*[^aeiou]y")
                        ? name.substring(0, name.length() - 1) + "ies"
                        : name + "s";
    }

    static String singular(String name) {
        if (name.toLowerCase(Locale.ROOT).equals("people")) {
            return "person";
        }
        if (name.endsWith("ies") && name.length() > 4) {
            return name.substring(0, name.length() - 3) + "y";
        }
        if (name.matches(".*(ss|sh|ch|x)es")) {
            return name.substring(0, name.length() - 2);
        }
        return name.endsWith("s") && !name.endsWith("ss") && !name.endsWith("us")
                ? name.substring(0, name.length() - 1)
                : name;
    }

    /// From 0, nothing in common, to 1, the same.
    static double likeness(String one, String other) {
        if (plain(one).equals(plain(other))) {
            return 1;
        }
        Set<String> these = meanings(one);
        Set<String> those = meanings(other);
        Set<String> both = new LinkedHashSet<>(these);
        both.retainAll(those);
        Set<String> all = new LinkedHashSet<>(these);
        all.addAll(those);
        return all.isEmpty() ? 0 : 0.95 * both.size() / all.size();
    }

    private static Set<String> meanings(String name) {
        String whole = plain(name);
        for (Set<String> same : SAME) {
            if (same.contains(whole)) {
                return Set.of(first(same));
            }
        }
        Set<String> meanings = new LinkedHashSet<>();
        for (String word : words(name)) {
            meanings.add(
                    SAME.stream()
                            .filter(same -> same.contains(word))
                            .findFirst()
                            .map(Words::first)
                            .orElse(singular(word)));
        }
        return meanings;
    }

    private static String first(Set<String> same) {
        return same.stream().sorted().findFirst().orElse("");
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String word : key(name).split("-", -1)) {
            if (!word.isEmpty() && !EMPTY.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }
}
