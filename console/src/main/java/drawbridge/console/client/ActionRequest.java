package drawbridge.console.client;

import drawbridge.opsapi.Act;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.Resolve;
import drawbridge.opsapi.Side;

import org.jspecify.annotations.Nullable;

/// An action on a parked item, as a person asked for it.
///
/// @param version the version of the item that the person saw
/// @param reason why; null if none was given
/// @param idempotencyKey one for each decision of a person, however often it must be sent
public record ActionRequest(
        String tenant,
        String id,
        ParkedAction action,
        long version,
        @Nullable String reason,
        String idempotencyKey) {

    String path() {
        return OpsPaths.fill(
                switch (action) {
                    case KEEP_ACME, KEEP_APP -> OpsPaths.RESOLVE;
                    case REPLAY -> OpsPaths.REPLAY;
                    case DISCARD -> OpsPaths.DISCARD;
                    case APPROVE -> OpsPaths.APPROVE;
                    case REJECT -> OpsPaths.REJECT;
                    case EDIT -> OpsPaths.EDIT;
                    case RESTORE -> OpsPaths.RESTORE;
                },
                tenant,
                id);
    }

    Record body() {
        return switch (action) {
            case KEEP_ACME -> new Resolve(Side.ACME, version, reason);
            case KEEP_APP -> new Resolve(Side.APP, version, reason);
            case REPLAY, DISCARD, APPROVE, REJECT, RESTORE -> new Act(version, reason);
            case EDIT -> throw new IllegalStateException("an edit has a payload");
        };
    }
}
