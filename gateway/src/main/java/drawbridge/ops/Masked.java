package drawbridge.ops;

import drawbridge.opsapi.Parked;
import drawbridge.opsapi.Role;

import org.jspecify.annotations.Nullable;

/// Values of people's records are for operators; a viewer sees that there is one.
final class Masked {

    static final String VALUE = "•••";

    private Masked() {}

    static Parked forRole(Parked item, Role role) {
        if (role.reaches(Role.OPERATOR)) {
            return item;
        }
        return new Parked(
                item.id(),
                item.tenant(),
                item.flow(),
                item.kind(),
                item.reason(),
                item.sentence(),
                item.group(),
                item.field(),
                item.acme(),
                item.app(),
                mask(item.baseValue()),
                mask(item.acmeValue()),
                mask(item.appValue()),
                item.tries(),
                item.parkedAt(),
                item.lastTriedAt(),
                item.mappingVersion(),
                item.version(),
                item.state(),
                item.by(),
                item.actions(),
                item.records());
    }

    private static @Nullable String mask(@Nullable String value) {
        return value == null ? null : VALUE;
    }
}
