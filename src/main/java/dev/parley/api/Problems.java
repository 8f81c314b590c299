package dev.parley.api;

import dev.parley.protocol.HttpProblem;
import dev.parley.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The one place where what a request is refused for becomes its answer. */
@RestControllerAdvice(basePackageClasses = Problems.class)
final class Problems {

  @ExceptionHandler
  ResponseEntity<byte[]> refused(Refusal refusal) {
    return answer(HttpProblem.of(refusal));
  }

  @ExceptionHandler
  ResponseEntity<byte[]> bad(BadRequest bad) {
    return answer(HttpProblem.of(bad.refusal(), Optional.of(bad.sentence())));
  }

  private static ResponseEntity<byte[]> answer(HttpProblem problem) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.status())
            .header(HttpHeaders.CONTENT_TYPE, HttpProblem.CONTENT_TYPE);
    problem.headers().forEach(answer::header);
    return answer.body(problem.body().getBytes(StandardCharsets.UTF_8));
  }
}
