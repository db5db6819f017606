package drawbridge.console.parked;

import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedState;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The lines of a list, each in its place until it goes: news changes lines and adds at the end,
/// but never moves one under a person's pointer. An older version of an item never replaces a newer
/// one.
final class ParkedRows {

    private final ObservableList<ParkedRow> rows = FXCollections.observableArrayList();

    ObservableList<ParkedRow> all() {
        return rows;
    }

    Optional<ParkedRow> find(ParkedRow.Key key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst();
    }

    int indexOf(ParkedRow.Key key) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    void change(ParkedRow.Key key, UnaryOperator<ParkedRow> how) {
        int at = indexOf(key);
        if (at >= 0) {
            ParkedRow changed = how.apply(rows.get(at));
            if (!changed.equals(rows.get(at))) {
                rows.set(at, changed);
            }
        }
    }

    /// Adds the item, or brings its line up to date.
    void put(Parked item) {
        int at = indexOf(ParkedRow.key(item));
        if (at < 0) {
            rows.add(new ParkedRow(item, new Progress.None()));
        } else if (rows.get(at).item().version() < item.version()) {
            rows.set(at, rows.get(at).with(diedAgain(rows.get(at), item)).with(item));
        }
    }

    /// Makes the lines those of a fresh answer. A line that the answer does not hold is gone,
    /// unless an action of ours is on its way, or was just told to be over.
    void replaceBy(List<Parked> open) {
        Set<ParkedRow.Key> present = new HashSet<>();
        open.forEach(item -> present.add(ParkedRow.key(item)));
        for (ParkedRow row : List.copyOf(rows)) {
            if (!present.contains(row.key())) {
                missing(row);
            }
        }
        open.forEach(this::put);
    }

    void remove(ParkedRow.Key key) {
        rows.removeIf(row -> row.key().equals(key));
    }

    private void missing(ParkedRow row) {
        switch (row.progress()) {
            case Progress.Held(_), Progress.Requested(_), Progress.Done(_, _) -> {}
            case Progress.Closed(_) -> {}
            case Progress.Accepted(var action, _) ->
                    change(
                            row.key(),
                            r -> r.with(new Progress.Done(action, "It is no longer open.")));
            case Progress.Unsure(var action, _, _) ->
                    change(
                            row.key(),
                            r -> r.with(new Progress.Done(action, "It is no longer open.")));
            case Progress.None(), Progress.Refused(_, _) -> remove(row.key());
        }
    }

    private static Progress diedAgain(ParkedRow row, Parked newer) {
        boolean triedAgain =
                newer.state() == ParkedState.OPEN && newer.tries() > row.item().tries();
        return triedAgain && row.progress() instanceof Progress.Accepted(var action, _)
                ? new Progress.Refused(action, "Tried again and failed: " + newer.sentence())
                : row.progress();
    }
}
