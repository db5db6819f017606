package drawbridge.sandbox.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What people do, and how often in a round of sixty.
enum Deed {
    CREATE_IN_ACME(8),
    CREATE_IN_APP(6),
    RETITLE(7),
    MOVE(6),
    LENGTHEN(4),
    STATE(3),
    PLACE(3),
    DELETE(1),
    RENAME_CONTACT(1),
    ALL_DAY(1),
    CREATE_SERIES(2),
    CANCEL_ONE(1),
    MOVE_ONE(1),
    THIS_AND_FOLLOWING(1),
    LOG(6),
    EDIT_LOG(3),
    DELETE_LOG(1),
    EDIT_BOTH_APART(2),
    EDIT_BOTH_ALIKE(1),
    BAD_RECORD(1),
    FORGE_DELIVERY(1);

    private static final Set<Deed> LOGS = EnumSet.of(LOG, EDIT_LOG, DELETE_LOG);

    /// What the old API of Acme has no words for.
    private static final Set<Deed> NEW =
            EnumSet.of(
                    RENAME_CONTACT,
                    ALL_DAY,
                    CREATE_SERIES,
                    CANCEL_ONE,
                    MOVE_ONE,
                    THIS_AND_FOLLOWING,
                    LOG,
                    EDIT_LOG,
                    DELETE_LOG,
                    FORGE_DELIVERY);

    private final int share;

    Deed(int share) {
        this.share = share;
    }

    /// What is done in its place where the gateway knows Acme's old API alone.
    Deed old() {
        return NEW.contains(this) ? RETITLE : this;
    }

    /// Deals the deeds of one round after the other, each round shuffled anew: whatever can happen
    /// happens in every round, so that a short run shows it all.
    static final class Deck {

        private final Random dice;
        private final boolean logs;
        private final Deque<Deed> round = new ArrayDeque<>();

        /// @param logs whether people log calls and mails too
        Deck(Random dice, boolean logs) {
            this.dice = dice;
            this.logs = logs;
        }

        Deed draw() {
            if (round.isEmpty()) {
                List<Deed> deeds = new ArrayList<>();
                for (var deed : values()) {
                    if (logs || !LOGS.contains(deed)) {
                        deeds.addAll(Collections.nCopies(deed.share, deed));
                    }
                }
                Collections.shuffle(deeds, dice);
                round.addAll(deeds);
            }
            return round.remove();
        }
    }
}
