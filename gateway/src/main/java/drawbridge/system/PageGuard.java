package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.system.Listing.Page;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Watches one reading of a list, so that it comes to an end: pages that lead in a circle, that do
/// not advance or that are without number are no list, and one whose rows move faster than it can
/// be read is read another time.
public final class PageGuard {

    private static final int MOST_BEGINNINGS = 10;

    /// Rows that come in before a page may push the very same ones on to the next one; not for
    /// ever.
    private static final int MOST_SAME = 3;

    private final ResourceName list;
    private final String key;
    private final int mostPages;
    private final Set<String> turned = new HashSet<>();
    private List<Value> before = List.of();
    private int same;
    private int pages;
    private int beginnings;

    /// @param key where the resource's description tells of the list: `list`, `deleted`
    public PageGuard(ResourceName list, String key, int mostPages) {
        this.list = list;
        this.key = key;
        this.mostPages = mostPages;
    }

    /// Before the page after this one is asked for.
    ///
    /// @throws CrossingFailure when the list does not come to an end
    public void turn(Page page) {
        pages++;
        same = !page.rows().isEmpty() && page.rows().equals(before) ? same + 1 : 0;
        boolean stands = same >= MOST_SAME;
        if (stands || pages >= mostPages || !turned.add(page.next().orElse(""))) {
            throw new CrossingFailure.Unexplained(
                    Facts.of(
                            "the pages of "
                                    + list
                                    + " do not come to an end: "
                                    + why(stands, page.next().orElse(""))
                                    + "; see "
                                    + place(list, key)));
        }
        before = page.rows();
    }

    private String why(boolean stands, String cursor) {
        if (stands) {
            return "one after the other holds the very same rows";
        }
        return pages >= mostPages
                ? "they are more than " + mostPages
                : "'" + shown(cursor) + "' leads to one that was read before";
    }

    /// Where a system's file tells how one page leads to the next.
    static String place(ResourceName list, String key) {
        return "'resources.%s.%s.pages' in systems/%s.yaml"
                .formatted(list.resource(), key, list.system());
    }

    /// What a cursor says of the next page in the system's own words, at a readable length.
    public static String shown(String cursor) {
        String own = Paging.own(cursor);
        return own.length() > 60 ? own.substring(0, 60) + "…" : own;
    }

    /// Before the first page is asked for once more.
    ///
    /// @throws CrossingFailure when that was done too often
    public void beginAnew() {
        if (++beginnings > MOST_BEGINNINGS) {
            throw new CrossingFailure.Unexplained(
                    Facts.of(
                            "the rows of "
                                    + list
                                    + " move faster than it can be read: it was begun "
                                    + MOST_BEGINNINGS
                                    + " times; see "
                                    + place(list, key)));
        }
        turned.clear();
        same = 0;
        before = List.of();
    }

    /// Whether a page has been turned.
    public boolean hasTurned() {
        return !turned.isEmpty();
    }
}
