package drawbridge.crossing.engine;

import drawbridge.mapping.RecordRef;

import java.util.Set;

/// The enriching records that a link rests on.
///
/// @param asOf the epoch of the lease under which the oldest of them was read. If one of them was
///   touched after that epoch was given out, the link's lane is touched with this settle: it may
///   rest on what the record said before.
public record Uses(Set<RecordRef> records, long asOf) {

    public Uses {
        records = Set.copyOf(records);
    }
}
