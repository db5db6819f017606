package drawbridge.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What the service was told, checked. Where a value comes from: [Settings].
///
/// @param publicPort where systems send to us; 0 = any free one
/// @param opsPort where operators look and act; 0 = any free one
/// @param data the folder that is ours: database, keys, the first token
/// @param mappings the folder of systems, flows and tenants
/// @param database a server of others; empty: our own, in the data folder
/// @param tokens the file of ops tokens; empty: one is made in the data folder
/// @param masterKey by which secrets are encrypted; empty: one is made in the data folder
/// @param deleteGap how far apart two "not found" must lie to prove a delete
/// @param keep for how long what is done is kept
/// @param auditEvery how often both systems of each tenant are compared; empty: only when somebody
///   asks for it
public record Config(
        String publicHost,
        int publicPort,
        String opsHost,
        int opsPort,
        Path data,
        Path mappings,
        Optional<DatabaseAccess> database,
        Optional<Path> tokens,
        Optional<MasterKey> masterKey,
        Duration deleteGap,
        Keep keep,
        Optional<Duration> auditEvery) {

    /// How long things are kept.
    ///
    /// @param work changes, outcomes and ended attempts
    public record Keep(Duration work, Duration tombstones) {}

    /// @param place where it came from, for people
    public record MasterKey(String base64, String place) {

        /// Never the key.
        @Override
        public String toString() {
            return "the master key from " + place;
        }
    }

    Port publicAt() {
        return new Port("public", publicHost, publicPort);
    }

    Port opsAt() {
        return new Port("ops", opsHost, opsPort);
    }

    /// Never the master key.
    @Override
    public String toString() {
        return "Config[public=%s:%d, ops=%s:%d, data=%s, mappings=%s]"
                .formatted(publicHost, publicPort, opsHost, opsPort, data, mappings);
    }
}
