package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says who a request is from, by its token; whether that is enough is decided after it. */
final class BearerFilter extends OncePerRequestFilter {

  private static final String REFUSAL = BearerFilter.class.getName();

  private final TokenVerifier tokens;

  BearerFilter(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
          .flatMap(BearerToken::in)
          .ifPresent(token -> isFrom(tokens.verify(token.text())));
    } catch (Refusal refusal) {
      request.setAttribute(REFUSAL, refusal);
    }
    chain.doFilter(request, response);
  }

  /** Why nobody is known whom the request is from. */
  static Refusal refusalOf(HttpServletRequest request) {
    return request.getAttribute(REFUSAL) instanceof Refusal refusal
        ? refusal
        : new Refusal(RefusalCode.BAD_TOKEN);
  }

  private static void isFrom(User user) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new Verified(user));
    SecurityContextHolder.setContext(context);
  }

  /** Without the token, which nobody needs any more. */
  private static final class Verified extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient User user;

    Verified(User user) {
      super(AuthorityUtils.NO_AUTHORITIES);
      this.user = user;
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    public Object getPrincipal() {
      return user;
    }
  }
}
