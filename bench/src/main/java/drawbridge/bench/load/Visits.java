package drawbridge.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/// What is known of every record: how often it was changed, what the sink holds of it, and since
/// when that is due. A change is a number that counts up for each record; it changes one of
/// [#GROUPS] texts, each in turn, so that the sink's texts tell which change arrived last.
///
/// Used on one event loop only.
public final class Visits {

    /// How many groups of fields take turns.
    public static final int GROUPS = 3;

    private static final int TOLD = 5;

    /// At so many records, one after the other, for one that rests.
    private static final int LOOKS = 500;

    private final int[] sent;
    private final long[] sentAt;
    private final int[] held;
    private final int[] texts;
    private final int[] versions;
    private final Latencies delivered = new Latencies();
    private long changes;
    private long settled;
    private long writes;
    private long doubled;
    private long older;
    private long stale;
    private Runnable onArrival = () -> {};

    public Visits(int records) {
        this.sent = new int[records];
        this.sentAt = new long[records];
        this.held = new int[records];
        this.texts = new int[records * GROUPS];
        this.versions = new int[records];
    }

    /// The change that a text of `group` tells once a record was changed `change` times; 0 before
    /// the first.
    static int text(int group, int change) {
        return Math.max(0, change - Math.floorMod(change - group, GROUPS));
    }

    public int records() {
        return sent.length;
    }

    /// Goes round the first `number` records, past those whose last change has not arrived yet, for
    /// a while: a program that keeps no order would put an older text over a newer one.
    public IntSupplier resting(int number) {
        int[] next = {0};
        return () -> {
            int record = next[0]++ % number;
            for (int i = 1; i < LOOKS && sent[record] > held[record]; i++) {
                record = next[0]++ % number;
            }
            return record;
        };
    }

    /// Called after each write that the sink took.
    void onArrival(Runnable what) {
        onArrival = what;
    }

    /// @param at when it is due, in nanoseconds
    /// @return the number of the record's new change
    int change(int record, long at) {
        sentAt[record] = at;
        changes++;
        return ++sent[record];
    }

    /// How many changes were sent and neither arrived nor were overtaken.
    public long underWay() {
        return changes - settled;
    }

    /// How many changes were sent.
    public long changes() {
        return changes;
    }

    /// Changes that arrived, or were overtaken by a newer one that did.
    public long settled() {
        return settled;
    }

    /// Creates and updates that the sink took.
    public long writes() {
        return writes;
    }

    /// From when a change was due until the sink had it, since this was last emptied.
    public Latencies delivered() {
        return delivered;
    }

    /// The number of the record's newest change.
    int sent(int record) {
        return sent[record];
    }

    int version(int record) {
        return versions[record];
    }

    int heldText(int record, int group) {
        return texts[record * GROUPS + group];
    }

    /// A record is made at the sink.
    void created(int record, int[] told, long now) {
        if (versions[record] > 0) {
            doubled++;
        }
        written(record, told, now);
    }

    /// A record is changed at the sink; what is not told (-1) stays.
    ///
    /// @return whether `version` was the record's
    boolean updated(int record, int version, int[] told, long now) {
        if (version != versions[record]) {
            stale++;
            return false;
        }
        written(record, told, now);
        return true;
    }

    private void written(int record, int[] told, long now) {
        int newest = 0;
        for (int group = 0; group < GROUPS; group++) {
            int at = record * GROUPS + group;
            if (told[group] >= 0) {
                older += told[group] < texts[at] ? 1 : 0;
                texts[at] = told[group];
            }
            newest = Math.max(newest, texts[at]);
        }
        versions[record]++;
        writes++;
        if (newest > held[record]) {
            settled += newest - held[record];
            held[record] = newest;
            if (newest == sent[record]) {
                delivered.add(now - sentAt[record]);
            }
        }
        onArrival.run();
    }

    /// Writes that named another version than the record's.
    public long stale() {
        return stale;
    }

    /// What the sink holds otherwise than it was sent last, made twice, or was told backwards: some
    /// of it, as sentences; empty when every record is as its newest body says.
    public List<String> differences() {
        List<String> told = new ArrayList<>();
        long wrong = 0;
        for (int record = 0; record < sent.length; record++) {
            for (int group = 0; group < GROUPS; group++) {
                int due = text(group, sent[record]);
                int there = texts[record * GROUPS + group];
                if (there != due && wrong++ < TOLD) {
                    told.add(
                            String.format(
                                    Locale.ROOT,
                                    "record %d: group %d is of change %d at the sink and of change"
                                            + " %d as sent",
                                    record,
                                    group,
                                    there,
                                    due));
                }
            }
        }
        if (wrong > TOLD) {
            told.add("and " + (wrong - TOLD) + " more groups");
        }
        if (doubled > 0) {
            told.add(doubled + " records were made twice");
        }
        if (older > 0) {
            told.add(older + " writes put an older text over a newer one");
        }
        return told;
    }
}
