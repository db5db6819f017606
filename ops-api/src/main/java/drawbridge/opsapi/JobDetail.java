package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// A job with a result for each item.
///
/// @param items at most the first 500, those that could not be acted upon before the others
public record JobDetail(Job job, List<JobItem> items) {

    public JobDetail {
        Objects.requireNonNull(job, "job");
        items = List.copyOf(items);
    }
}
