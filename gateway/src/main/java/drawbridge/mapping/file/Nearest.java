package drawbridge.mapping.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known name that somebody probably meant.
public final class Nearest {

    private Nearest() {}

    /// `; did you mean 'x'?`, else the list of what there is, else nothing.
    public static String hint(String name, Collection<String> known) {
        Optional<String> near = to(name, known);
        if (near.isPresent()) {
            return "; did you mean '" + near.get() + "'?";
        }
        return known.isEmpty() || known.size() > 8
                ? ""
                : "; there is " + String.join(", ", known.stream().sorted().toList());
    }

    public static Optional<String> to(String name, Collection<String> known) {
        String wanted = plain(name);
        Optional<String> same =
                known.stream()
                        .filter(candidate -> letters(candidate).equals(letters(name)))
                        .filter(candidate -> !letters(name).isEmpty())
                        .sorted()
                        .findFirst();
        if (same.isPresent()) {
            return same;
        }
        int allowed = Math.max(1, wanted.length() / 3);
        return known.stream()
                .filter(candidate -> distance(wanted, plain(candidate)) <= allowed)
                .min(
                        Comparator.<String>comparingInt(
                                        candidate -> distance(wanted, plain(candidate)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// `page_token` and `pageToken` are one name in two manners of writing.
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour.
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + change,
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
