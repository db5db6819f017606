package drawbridge.mapping;

import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.UpdatedAt;

import java.util.Map;
import java.util.Optional;

/// A list of its own of the records that were deleted. Its rows may say no more than which they
/// are.
///
/// @param id where a row names the record
/// @param at when it was deleted; empty where that is not said
/// @param certain whether what it tells is gone whatever else is heard of it; otherwise the record
///   is asked for, because it may have been restored since
public record DeletedList(ListSpec list, Pointer id, Optional<UpdatedAt> at, boolean certain) {

    /// What is known about the rows of this list.
    public ResourceSpec rowsOf(ResourceSpec spec) {
        return new ResourceSpec(
                spec.name(),
                id,
                Optional.empty(),
                at,
                Optional.of(new Marker(Pointer.parse(""), Optional.empty())),
                Optional.empty(),
                false,
                spec.consistency(),
                spec.createInDoubt(),
                spec.pushed(),
                certain ? Optional.empty() : spec.read(),
                Optional.of(list),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                RecordForm.PLAIN);
    }
}
