package drawbridge.plan;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;

import java.util.Optional;

/// What would become of one record.
///
/// @param partner the record that it is linked with
/// @param detail what is written, or why nothing is
/// @param mark a hash of the record as it was read, and of what is written
record Step(
        FlowName flow,
        Kind kind,
        RecordRef record,
        Optional<RecordRef> partner,
        String detail,
        String mark) {

    enum Kind {
        LINK("linked as they are"),
        MERGE("linked and changed"),
        CREATE("created"),
        EXPAND("series, one record for each occurrence"),
        HOLD("held for a person"),
        REFUSE("refused: cannot cross as they are"),
        WAIT("waiting for a record that they point to"),
        LEAVE("left alone");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /// Whether a person has to look at it.
        boolean isTrouble() {
            return switch (this) {
                case HOLD, REFUSE, WAIT -> true;
                case LINK, MERGE, CREATE, EXPAND, LEAVE -> false;
            };
        }
    }

    /// Everything by which two plans differ.
    String line() {
        return String.join(
                " ",
                flow.value(),
                kind.name(),
                record.toString(),
                partner.map(RecordRef::toString).orElse("-"),
                mark);
    }
}
