package drawbridge.audit;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;

import java.util.List;
import java.util.Set;

/// How a pair of records stands, or a record that has no partner.
sealed interface Judgement {

    /// In plain words, for people.
    String sentence();

    /// What it is counted as.
    Kind kind();

    /// Each side equals its own base.
    ///
    /// @param rewritten whether a system made something of its own of what it got: what both hold
    ///   differs, and was agreed all the same
    record Equal(boolean rewritten) implements Judgement {

        @Override
        public String sentence() {
            return rewritten
                    ? "Both hold what they agreed on, one of them in its own form."
                    : "Both hold what they agreed on.";
        }

        @Override
        public Kind kind() {
            return rewritten ? Kind.REWRITTEN : Kind.EQUAL;
        }
    }

    /// A side holds something that it never told.
    ///
    /// @param groups that are concerned; none: the record as a whole
    /// @param sides that changed
    record Drifted(List<GroupName> groups, Set<Side> sides, String sentence) implements Judgement {

        public Drifted {
            groups = List.copyOf(groups);
            sides = Set.copyOf(sides);
        }

        @Override
        public Kind kind() {
            return Kind.DRIFTED;
        }
    }

    /// One side has the record and the other, where it should be, has not.
    record Missing(Side at, String sentence) implements Judgement {

        @Override
        public Kind kind() {
            return at == Side.ACME ? Kind.MISSING_AT_ACME : Kind.MISSING_AT_APP;
        }
    }

    /// It cannot be compared.
    record Unreadable(List<GroupName> groups, String sentence) implements Judgement {

        public Unreadable {
            groups = List.copyOf(groups);
        }

        @Override
        public Kind kind() {
            return Kind.UNREADABLE;
        }
    }

    /// Work on it is under way, or would be in a moment: nothing can be said.
    record InMotion(String sentence) implements Judgement {

        @Override
        public Kind kind() {
            return Kind.IN_MOTION;
        }
    }

    /// It waits for a person, who was asked already.
    record Held(List<GroupName> groups, String sentence) implements Judgement {

        public Held {
            groups = List.copyOf(groups);
        }

        @Override
        public Kind kind() {
            return Kind.HELD;
        }
    }

    /// The flow wants it to go its own way.
    record Apart(List<GroupName> groups, String sentence) implements Judgement {

        public Apart {
            groups = List.copyOf(groups);
        }

        @Override
        public Kind kind() {
            return Kind.APART;
        }
    }

    /// A series that has no partner itself: its occurrences have, one each.
    ///
    /// @param near the occurrences that should be at the other side by now
    record Expanded(List<RecordRef> near, String sentence) implements Judgement {

        public Expanded {
            near = List.copyOf(near);
        }

        @Override
        public Kind kind() {
            return Kind.APART;
        }
    }

    /// There is no such record any more: nothing to count.
    record Nothing() implements Judgement {

        @Override
        public String sentence() {
            return "It is gone and nobody misses it.";
        }

        @Override
        public Kind kind() {
            throw new IllegalStateException("nothing is not counted");
        }
    }
}
