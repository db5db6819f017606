package drawbridge.journal;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.TenantId;

import java.util.Comparator;

/// A row of counts; ordered as rows are locked.
record Tally(TenantId tenant, FlowName flow, Direction direction, String kind)
        implements Comparable<Tally> {

    private static final Comparator<Tally> ORDER =
            Comparator.comparing((Tally row) -> row.tenant().toString())
                    .thenComparing(Tally::flow)
                    .thenComparing(row -> row.direction().name())
                    .thenComparing(Tally::kind);

    @Override
    public int compareTo(Tally other) {
        return ORDER.compare(this, other);
    }
}
