package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.Repeats;
import drawbridge.sandbox.repeats.Repeats.Occurrence;

import java.util.List;

/// What people do to series: they make one, cancel or move one occurrence, and change "this and
/// following" by ending one series and beginning another.
final class SeriesDeeds {

    private static final int FEWEST = 4;

    private final Whim whim;
    private final Board board;
    private final Acts acts;

    /// How a deed is done and noted.
    interface Acts {

        void create(Side side, String op, Slot slot, int times);

        void edit(Side side, String op, JsonNode record, ObjectNode fields);
    }

    SeriesDeeds(Whim whim, Board board, Acts acts) {
        this.whim = whim;
        this.board = board;
        this.acts = acts;
    }

    void create(Side side) {
        acts.create(side, "create-series", whim.slot(), FEWEST + whim.below(8));
    }

    void cancelOne(Side side) {
        change(side, "cancel-one", (record, one) -> side.words().cancelOne(record, one.key()));
    }

    void moveOne(Side side) {
        change(
                side,
                "move-one",
                (record, one) ->
                        side.words()
                                .moveOne(record, one.key(), one.key().plusDays(1).plusMinutes(30)));
    }

    /// Ends a series before one of its later occurrences and begins another there, an hour later.
    void split(Side side) {
        change(
                side,
                "this-and-following",
                (record, one) -> {
                    var series = side.words().series(record).orElseThrow();
                    acts.create(
                            side,
                            "create-series",
                            Slot.timed(
                                    one.key().plusHours(1), (int) series.length(), series.zone()),
                            FEWEST);
                    return side.words().endBefore(record, one.key());
                });
    }

    private interface Change {
        ObjectNode of(JsonNode record, Occurrence one);
    }

    /// To an occurrence that is not the first and that nobody has touched yet.
    private void change(Side side, String op, Change change) {
        var all =
                board.living(side).stream()
                        .map(number -> board.record(side, number).orElseThrow())
                        .filter(record -> untouched(side, record).size() > 1)
                        .toList();
        if (all.isEmpty()) {
            create(side);
            return;
        }
        var record = whim.one(all);
        var occurrences = untouched(side, record);
        var one = occurrences.get(1 + whim.below(occurrences.size() - 1));
        acts.edit(side, op, record, change.of(record, one));
    }

    private static List<Occurrence> untouched(Side side, JsonNode record) {
        return side.words()
                .series(record)
                .filter(series -> !series.allDay())
                .map(Repeats::compared)
                .map(all -> all.stream().filter(one -> one.key().equals(one.start())).toList())
                .orElse(List.of());
    }
}
