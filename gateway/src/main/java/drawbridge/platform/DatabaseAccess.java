package drawbridge.platform;

import java.util.Optional;

/// Where the database is and who we are there.
///
/// @param migration owns the tables; used at start only, to bring them up to date
/// @param gateway owns nothing and may do what it was granted
/// @param judge reads everything and writes nothing; known for our own database only
public record DatabaseAccess(
        String host,
        int port,
        String database,
        Credential migration,
        Credential gateway,
        Optional<Credential> judge) {

    public record Credential(String user, String password) {

        /// Never the password.
        @Override
        public String toString() {
            return user + ":•••";
        }
    }

    public String url() {
        return "postgresql://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + port
                + "/"
                + database;
    }

    /// The role that reads for the judge, by the name that the migration knows it by.
    public String judgeRole() {
        return judge.map(Credential::user).orElse("drawbridge_judge");
    }
}
