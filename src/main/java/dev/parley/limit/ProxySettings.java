package dev.parley.limit;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose word on where a request comes from counts.
 *
 * @param trustedProxies addresses or networks, such as {@code 10.0.0.0/8}
 */
@ConfigurationProperties("parley")
public record ProxySettings(@DefaultValue List<String> trustedProxies) {}
