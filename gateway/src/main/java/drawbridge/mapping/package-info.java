/// What every part of the gateway shares about records: native and neutral values, flows, systems,
/// tenants. Nothing here knows Vert.x, SQL, JSON, a file, a clock or another package of ours; the
/// lenses stand in `lens`, what reads the files of `mappings/` in `file`. Read
/// [drawbridge.mapping.Flow] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
