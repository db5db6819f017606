package drawbridge.sandbox.traffic;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// What is to be loaded, and where to.
///
/// @param account the customer who gets it
/// @param appointments CSV with `appointment_id`, `contact_id`, `starts_on` and `location`, or null
/// @param emails CSV, packed or not, with `sender`, `recipient` and `seconds`, or null
public record LoadPlan(
        String acme,
        String app,
        String control,
        String account,
        @Nullable Path appointments,
        @Nullable Path emails) {}
