/**
 * RSA keys for tests, and for nothing else: they are public, so whatever they sign proves nothing. Frozen because an RSA key
 * takes a quarter of a second to make. PKCS#8 DER in base64.
 */
export interface FrozenRsaKey {
  /** Bits of the modulus. */
  bits: number;
  /** Public exponent. */
  exponent: number;
  pkcs8: string;
}

/** Ordinary credential keys: derived credentials share them. */
export const CREDENTIAL_RSA_KEYS: readonly FrozenRsaKey[] = [
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDZqmsMzyomwTUKBT80KUCQDGD3YbQixdDXlFPkSiLbvJwBLbOH' +
      '3yNDi2NGlkIhNOjtSkfb57hwHEXdQg1B5SoSr/wLtpq3hbqzlgmZa+JIiqWr9P36HxJKzowf3jmz10Y9AjcnINTabRxOnaE1RpHh' +
      '1uFuTamOw5qPhhG39YeUJHf/7yZx/e07jycBXuPoUqw/vpn1PUQomw+9oFfpp0L885Zs7Fup8PpAzivMcxrhzXt8TC5p0zAnnt8P' +
      '2CsNisjfuQ3AMNE8wxAXx2WHyopyx8PaTJSAq9qoJcltbbpmyUhz8BtOFsZU9dD3pVTd25Hm/GoR1w9gWEbBwzzd9ZMtAgMBAAEC' +
      'ggEAL1aF05JWe3k3fMdpWIHEPc/DYunH0GwvIENs/1A0Ro+9afAzhFA+DhmJbLePCEPGiJzIBgZeMVukwhr0YSlivg+yBCYhfdpC' +
      'oX329nvlCZvFriEo/zW0t7o19VRSPk+KQghyUDsur5ZdOqfDgJ+paHFgM6oGPztBKQeiYNywMMJa/Nb2oQXKaIcfpJ6jyTh1SgEd' +
      '0t+C+/jWXBbyOmcDLDQTu99N3DjGL2GhM178gErtXMfaPWPzcceAox8RCWxw1E5n1NYpzrUIBmPEEp5n0HyCzE6CQGjCKTkxblKy' +
      'S4rAvZScKUc2/52GiBesSCWPyTlzWK98AjfKGrbLZPm74QKBgQDtw9G0g3vXpzMbAEOwPKTHr/dXNHqN/PwwV6ayyV/i5PR94c86' +
      'kf2xBauilChuwuBwzszBXZC8YNVqJMHseUzK8xoeboi94rzwhLWJnSn4ePTEdayNNqBdOtF2mjvZdQ63xWI6WirojjRQIJuVjxbB' +
      'utjFCgkvif4LBqqMEhjRVQKBgQDqW/qcKJY/NSyJYKwfd4QIw1HMTKv5shAX+iq+u36dDMjDu1tQxVqJjAkAtxyj6FWZgofnO6xt' +
      'BykcNwzCFOg5EylE3Q2P9+MfNSw3uhZw+7RMBL46pD7ZOgtDjHrFlc2G7EfDWtmPF3tTlbWzUBnJ2pwCiJ/dCmzoOHLxfxgaeQKB' +
      'gQDBkqdse4+b5zgoR3LUTMsq+Aw7JzKP3uPCx9mjvWcfZp/WzLzWRn1wXdl6p3yzkF0B+pug4fgwJfYaUIrBZ5ApuvoMxJj3X13L' +
      'w3+45geBj5hXSiaNYWf1/ykBklgflrnAzCZIs5gzdXMJuUJx5Oj2GJTa9my8E3CMsYSwPRuPcQKBgE9UYziI5JLwxOqbtqfQJPly' +
      'ZDXrnisfgyMao218uhcfRLY8rWRh6Yu1wzZixWcWNiOIc8hqAqvFSL0sRT1NJm5rdgTBbt3U4ySlMxqJ+x6zlQxGbr4a6stNQpLS' +
      '8pv/YVrSkFgoYIx3Pl/ExYS1EIWrYjPZW4PPC55vvTjR9K7BAoGAYcl8PhGYJOcj1b2s2mqSlQ1aFRDz61ceVqF1biLlQlVFjmaw' +
      'ipv2dCeM6FlXrv39FcU1/PKGfIXQc/rS+MXv+nAND89qARCl8WB+3yGxO8Rce85kiZXrTAuEKoPf2/3m9T7CHizY8qFrzn2LBqxU' +
      'UE8rYGLmftIJXiJOj9J+ics=',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC2b57qTJPmCSMIapyKyI+hKerx9DFnMI27UUHHss4aHRMs7Yud' +
      'qiBHUfKkv6W2kit5IX5bEV8yBDL88WG2Ee2fcK3ZcSl8pB08CEG1jowqcYI11P6X1OhHxCnmXd8ufW9EJwcaFQhyb+TkdIxTevrw' +
      'dkide+IbHdZuI22bs4IC7o7xH3qOcH/rXK8sfJnQ7D9psR4B9xdTevZyX9KSbnjpZc5tqXMqUt8+q3imu02HcDPrhl7r2mzB+d1E' +
      'npirffIs/Wjya3WSNHdr3pDL6pWMH3IzwOo4S0kShfTSmw2OEgtAe8yqH6YFQLBWr2JT1WLcyon0ZGnLpgNIMgRMPiVZAgMBAAEC' +
      'ggEAF0ukhrWVkyOqigoXCC+5C3LPUesFHfCYwIkNNcNSxwncZ3nDwLO3IHRJ4Biqv+flTjflKxrKRZg8rIjkGbwrVBcu09u72PMZ' +
      '2o8RWO4lXswUvOwAQIIK0RMu6IAnHggdW54CLaXu6LH6D+QEASrsfSUVe6qUgjLqrTCv79hZqyb0xMMV14gyTf6ZZ/j4EQILOrA0' +
      '7y56ONd21BsjSvLzvKbFzFrHXuu51Pm9ghfWqrh95Gbdg2d0Ol3Odb/Rxf1szzUpVnti+YcROfIFerafOWv3f+bzju3NZwCti/YT' +
      '1Nt6p/s8W0ER6o3CT5MpqfRlnIv7yss+EHqSJ8QMIX5p2wKBgQDsxOk/j4UTIh1lLUTeXBHCL8AgiSELyFyGxFNhDiiJ3H3NvkiU' +
      'leI8EZhYg3TQba/myMifGoXS+ha0HbIM9l/yFDXP/KwOYbHw1Bl+ne40mS4J5T4b9hyAtRYx9jv201oZC/d2ZJGQltfWVAvR8DUG' +
      'bQ53kyYjuKCFiQeL1mN29wKBgQDFQPjkeynV3Cuu7fAKkLP/oNX5f6UxwctgcYaI6oQK/fZZ8gibmE6JPn54MuWNrdY/MIO4jzWP' +
      '67VPb1L6i08DXa/ECviMWELvTh1X54gqb0Ydtvr7uGPosLPa4r7vult0P5BFvNTKFQSAlTdPkD3Lj0VeY8f/kh9d89ZVWyWiLwKB' +
      'gQCQhHhiZXWyggYzNXhtyQDF6GN6+HiFOpzPXZIPEZdI3p6jMFwY5YubYpn8nPB2MB1H3pImGwhICIJHGkENjGxv1EosU2ups5Pr' +
      'DWsqT7ePv1fMjnJkmso2/VE42bUsKUE7PISlbSk0ef3wQoiccePLslE8R0LmVtET8Nn8TrWTbQKBgFRQUlLvZlF4e9+Y6urJMXdJ' +
      '20x7SDQ9ft4piHULsQc1yNBniVBgyOkXIl3ke4SU0qhN52/DHwT2nphmoFRhqZNpv1CP0+/BZlL908MYP3bL+2+GID/qcCItLaOZ' +
      'Gj5ELQVCijuU3GvIkhUYMv06TX+uLNuM0Rcn8WpqaKoxfKOXAoGBALU/BElqRchNIDX4/KTrWIsQBmpB/vTC20/Vu+F48bBTM94o' +
      'tJGXxPXLL+8ziD/GoIo9gAkmmGFXJZqFQr8G/7vzPbbjp+xDUPDjopLisfhZ6C1ZPALHeCT3bYeDW9trRvUuqr1idvFy1TZeFaBC' +
      'jW57A9OkHjSXSyY9e6c9vHM3',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC8bRc8sEfwbY5KkaneOAkz+AorNMQxOTFaOn2vWsGOwozDql7t' +
      '3Ps+gJXb0S47+NNjjbZvxohLRRgZ7s1uIGwSA35Ua4P1QKlgJ2zvzWrjg7Stov3q3BFqT0dneryaixQOsOiVg2r4oMDGT5kVO851' +
      '7tsfBqW+GtyWA146A/I1VQBKlb2JeYyu/Ish3FrR1h5AnDjBjahhzCoQw1pRKGAaXb7myq9XPTZfePUcPgMWR/JK+BSGpXJxf1Ms' +
      'IGr9SM4VSrZdEuKe3j9Px0g9XhZnH0wTaBTuZGL3mR2NaChZxaurN40e25qkWiHFn61gE4T1K62XGQXlUEh8TWcgNj1HAgMBAAEC' +
      'ggEAXHR2y2t/0QQgpow0unnqYhqZ+rtIbRKwGaLLmuhAQylI4pVNQQ+GJBP59EL+maStLJMTamMS60P64HahTCEShgA603dx5zwU' +
      'H78Yn82+XeZ5GB3602uqC+zcj3TU6EvHyrGZXgt+yIIwNN5HsfiHhKxvzhh36QDLLbx3VqYrCWlTguwbEeh5ayw7PjbJ56BTXAQM' +
      'VisTUCyFl9PQwa8XVneKXk2icHEHEQUZ/SUj6aoTOYZ09LWxheohZ1/Xpi3Rjp7/lN64iaB8Kcjf1tKmAxQ2q8mkiFESVo2VXT8l' +
      'AbUCib9X+y8F4ZADQJJk2562jNZEfKRNNvfGn7SrK4/YqQKBgQD6CkalS3r6+itttVd5cDXzz/y7pIFs995fiG6zUZzAjfl80hCR' +
      '1gojFs1xi1OnZLJrKPN+fkWdtZr+Mkxak9E7o0bo7XdjPPDzqJTuxRyH+IndXm9+5yoLAqXCrdNSm+VblLV25oSGrHKTFmhMU1MH' +
      'D/O5QxEB6SnORj9Gw5BAqwKBgQDA6tnu/xUs9qH7nDiEohFQk/1/JlW9VZkSmaR42DxIyR5g1+Gq0ZnvQp5Kba3m/uy7n1+ZhK3k' +
      '5dU6PTEgmK4Ay+OzzYMkTnxzanZc4SM5/AYjModMnuclguccmKU1ZMLlLKYCO+H64PhK8KyLeTsrJR1Sjf8h3kHNdn0cYzdN1QKB' +
      'gH4h2OlhXjRlJqs9I1dbR5wqe2+c2L1DfKXsiQtkTBLGi+hvf3RR6OMyiYiRpC15Gpf8HHje8fdQuVMpxGKc1pujDg5KXENvZo1D' +
      'qX2ZaX8d3U4SaWQ28HqFZ2EBluzBP74nEjNcrdXSACo6z3pRPjz9yxDVyCqSmEg6H4lu9cHpAoGBAKDTaKmId7PLTBDBFJDltz+Q' +
      'kDUu1S2JLZpHAclIo0EegTfE4TmRkR3YULPFqcM35E0puP33kSyQuejaWJlPD0hUsVgUzO44jCF/sHsPqVlOlCNFnWuv0Q0Biv/Y' +
      '9WmEvcFmLmMQXvzSDcwTxhRkFYKLZ12KSRaH/h12WSiQQeudAoGAM5RUyc2yqnn113MAQ9aE+sC+hasgHK2m2RAeLGyLDqGIo44E' +
      'ikpFhG06+mX6GQCxq+UpiSTXDKLqu+U+rGKZGupwWdhmm5+dhKJMdE6z+snJ81dX4IpuQmeOsDMB3ZIRU0sv2w4EnXDDQGRxSTey' +
      'UKK654cUDBpodRDKj81ixeU=',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDMjbp92zg6W5L5cCcAZOFapLUfBehGCckRQpKbnmjkmXFBUcjM' +
      'RIITYnKv1gtTkEm1R8gzdtwwPW1LfSPqdvpgg4OuJaudLAVfFKnSpNYt9XeQKDu8QI3xYw4qhlJ5KyNv03TqHpPDw/POskLlk1ZV' +
      'j1JnugMHyre2Zm7nesVqtjg1DLZxQqKPStrFE9sxDD/dHgIkd2C5PTl8OjS9lDzah9TtH5kgFpYd0l4VbFkLJijEZrCPjMhKw4Zb' +
      'AT8ODkzAdnAIirFKPPzSKVGTAVPaMye1SsZqQZAkBb3mzNzx2mV2e48Ck+q85Cm2ZtyuumU4nPQGXryqs69IaI6H0o5LAgMBAAEC' +
      'ggEAUE7sgvEIWFEPmQLhLRRuLWow+ecV1DmPSUl7ycEdqXJctqpnTVswPnAOWt6MP9iMN7Hg9eOaew4C1PpimXDwx+eaUUrU37Yi' +
      'vbudGOhCdnTC5kQFf9lQYQ7kxulJg+zd0s+QPUKX/On31JTEEuIPqTPFxJeRDQQXsHLy48qdq1D/Za2hXghKmEm5Z8lUAz8lQKiL' +
      'Dttb4M2GmfVRFZ3TkYb//02rp67XH/m6yy6DnXHZv3PppOvEAEc+HcPT6AZcGvaB7EDuLJAfnxYs+u2JinIZ7Ftai6RCi1Do0Dfm' +
      'PvYZqOLkoA5Mn7zTuOlpDf5QEWgz98fPY7A+FAFmV1KaoQKBgQDsMnIJx1GnK1w4PC0mQDFyxlf+3rrriMHZg1Uy7qX3ADFmtedL' +
      'bA7GQjy6ECSkbNiIbbsvdpOugTbymNaSOLXeoOuXZpgilUYs92V2Y0HvDfxqHuqhhsRJcMQdmESrIq1ph+WVxTchVVldNnvZMaFN' +
      'NA8yRLPQf7SCybVFPxCDaQKBgQDdtBzNnq6SrSMhol1Tkc5Hm9b9Se5B7ZZsagpyTsW/LucKeqkpLNodrKeAl2es27Jh+2/G0K+f' +
      '5+H1q9IbsSBu5/BIQhX0E8J+6dm5d3prWDn15Zm5AasFoobadc4xx+Omed98NISjN89gQII54OCt/7xJbX9P8j+mEzYeULAxkwKB' +
      'gQCK/xi7Bm/Xx52Kfmc3dlljKLPKCfrH9v/U6AOwaF6En7lyryOA8AM1yu7/s9ZMaL14c9LPGKHJ9MKIO0cyX2svq1VZEIgA+gWF' +
      'GsW7yKeZbYqYTL9Y9Pz4FwNiQyRN7adNTireW2OZGyfuwcxaQWmiDDvRIjsLPMvWl6s0J+uo2QKBgHfGLKFxjwKzAv3Sx/S0GutY' +
      '6Aci/9MiVlfv2gDzSaYF4tAogGc8UgIiGsRAB8S9VFvXCQYyDA+pqMuerf5D7S+9onSHL3ETk8oY8IVgZQTFP1r3Vds7aXe73Hr9' +
      'lg4S3Yw8314syVOcfS6U60X1layrMr/Apj08tOI2EtDB6s59AoGAEUC2QeY6QWJJxug7AF9BxPew+EPqeZMWa464ui4yZ4F6RpEd' +
      'H5zkqN5r2q92aMGttFSbjcGy8z5qyMPO3Bv5+W9hVhT8DCRpDReC8iaKu6yma38KStU6CegSoy7dpGWroqt3k8SX9SM5EhBVXrUL' +
      '7r4uZFNJk3q3FUpEmUWBNyg=',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDIO1rhHdcZR+HQDgDD3XuT4ukJ3gfjSFbQW4RuNAhs5LG6Zrr7' +
      'pIX0cB1GGvLK/44oYfxy0I3IQ4B33tZT07ucg+piCds/ZkotDiSXEq62dz/unVmOrLNEToCClD5KWElX9WAQeKDPZ71KFJwXhjDy' +
      'xsJ+Ul130Ten0JnkyjznfIHOGk36HGR/oPp4FZOIDJVefVxLz6K9qDn4J4QD0GUPtZWdMQRp0IEJbmAC3rJcWV3My1NSmvQJ+XhT' +
      '8qDa+aNiu1E/Zsan452W8J74/BieXLe99LB7mlzPJ9v/6qwuBFJnAKwM0KjgS0VOKsrqKdQ5E5uupt8T8kkApnLP3ul7AgMBAAEC' +
      'ggEANTuugB4OUy7MpqMqaehG0/zmJtTsNO1FA1TpYuEbglPUunFYcdF+OYvbBInilbyWfz75vk6a+yyTCYtpYNTwUn6xwAnNy8+2' +
      'lb7mVHHHmEQg75/OsQNSD61tNgoSe3J4YVWfihF/81Qpu3m6O/jVp53XFH1yUwoA6XEokO6Bfasf83BdhA1HRaddjcc8UwRsH1ud' +
      'mgwX9gSvWdcH4MWBJMNO/sVnyB/RwWFmZzx1WtozsivrcnbtzeU0a0zpUj1bkvdE7Xgxq6InY5zHwxLv+pD9lFoh1LulDpPR0MVB' +
      'lqOB98Y8ECeIDAbO+tAk7RNdr8DEsYdRtGsVe2cNa9JETQKBgQD4TycRGr+e3dgMthZEpIQusoHbOXVYgTsvHad9/E5wDiQN1DCG' +
      'fPQYj0vAHPbDZARCir3XEGvK6YeYX0CCommX65FP0krDY+OwyEWuiPRg9mPbkuNKWO8C/WWMNDq//BV2yiHw+v3tIoAHmYn6zuiF' +
      'KNdBV7xcJl67zBd0loZlNwKBgQDObv8YdSayntgj3Kczhu9nI0q00T0aRQ5KWv2ImYxnpm4DnWrNBgN4fySpqNC7cfdI7rTA+nw0' +
      'q6bQ0nqOMUthdwyBBbbjM3zSIs22KSgQFa8GzTyUEw8AIZn9J5jR/fLQ5cezwRW4499XN8RWKu2T/FAfckf9rtG2AARAZRc/3QKB' +
      'gDk4FCqO3WVAfc7ADvWWa5dPLzlTTkUs0nSTAsu3XmPX/lrpcJ0tIhqeurf0dLCl1Y135zMt54kEs2hbWsQ/pNGLSRr5vJy14fwU' +
      'ymnjyVymqnAosxOo1rr7pXDfgEJJVrDe919Ol0ET2CjoKrGPCGnW9XNrQk6B0Qa5ixYksaeVAoGAHmPYyhD1EXaw+xaQxtUmiVh4' +
      'twXWqPdhkzCyAloYgWnO6FlUT7qC6EpPa2qez/mHHgWGNqKphld+x181C5nWLxMHlDbzJZ9+0LCu+BI3A6ctjSLJuELWAn7v3ITn' +
      'yoJILNim/Z9/QyjIyF49WTIYp6CNaxO35XDHDrQR7Cj1s0ECgYEA6xUUuNDMTIfG56z+GALktJPytjyeC0EZF/i/2wE08Z43oAtf' +
      'RQ3zYqBSCK/ulsIssOAtXGTXUNJW6IYoHEptkwkxzCQh/i1LgBMxfsnhITTNiDkfL1TAAIECJWiQxHAlCwSkaWavNQtXdkoi/LE6' +
      'RKXv3P/v3WU160hFdkg5YBQ=',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCJh11paZac7C9ngXqbZV148A2HWAfXOMhCQAPSRG7aRDIpjToh' +
      'y10gzQuyTorxjYswHaEg6fGhydL2WvpZ8RjurkwzCcQuTiwTv9I/YT8xdo11ocNl5VynROI+mlWQBXXcVLrcM7mRU1x4wDJ0lgl6' +
      'X27xwBjt3scr+3jMyLpITsJ0RCK+BoUpYRhOGD2VtSw5+OWjL90qLZSCbhnk7dVCJvhYz6q8cfqr2t7DPg0rOkqbXWUvssZGZ8+/' +
      '0KCPJ2qFR+04yigifP/HfBQDjAXXON9OI1j9U8BiQqVPHN+VUo08/Ux3f0jNXqkLbXWyGO92ddpwwZdDi3m/VlG1rsI7AgMBAAEC' +
      'ggEAEtGNVv2WGLY6LQKgS/U3MMjq66iAYih96+V7NbbG0w0JLtBeslMef3zZ6zXTeLFyk0yVSL4E91YjjNxEF4c7GdCLKAy1EH+t' +
      'M61IJVi230YmndWwZBgExp/8CVma+FBsS+WNhXt6b/KlMPdeWr+mX7Kr/rPXdW0fedrjhmS3wL762Ndu7HpRzlezXBudFoFzhOv+' +
      'd/QW6QLQxmzLTnKvIsyy0lF2xFB8Bu4WprNsXYryzt7hBGaWb5z5gPc5/pb8shuWDTeEmkJTVKYdyFWsAnPGNp34XDW2b51hfjFZ' +
      'IBMDecvV7BoXeXp4R4nGb5GExyfvy0UlWCYqhoHuPAbmsQKBgQC8caDn7c+/0A7tZurjKTr/g7P9ahLFkKNSybTJBXDL1kUvoQpJ' +
      'ZEodFfadJ43ZigutDb8Kr8Vnlik7WVkiGGWbMpsfZbAxWR/YppI0JC9JFiTCvKtzPRiGSSINf5oGHMPWl4X9lz/E4L/E+lKOVK4f' +
      '7pYavQ3P6OlgZapL1bPXUwKBgQC61QVhi22BpSMJFI7iGq8oPQ2voopzO5cXBwWGaSbf8qXHkOQwhpqiQMVLdBAbstzdp+jnB1PR' +
      '+Xv9j0I1GAUFN4wc9mhGChdsmmp3Z/mo7fXrHRiUZXWWTh2j3C5XXsQb9KCkhzz3u5QY9tSty3oLfR60twjSXWDP0pCk68aUeQKB' +
      'gEagw/EJdcrrfRzHbRPU2TL5NtWtEvoPOteFmAebzWnolifC0Osu9oQuPi8qqwS0s6mZtFeaB3/KjQucckbQJAzmC7PZ1g6427HE' +
      'xJlcUoivDvoZ4pyfcniqImQyxhSyZUghpGuma5Urs1RtidGktVpsfr/oyat6HTYvBIPFxdDXAoGAOJ9S0CtHduEraxcV7qSTrShD' +
      'u5URTLckpU/1drTrmTea0o6w+ZvxxXbH1IRKVXqxwWOgDFSGLL7luwTt1dV/wAMDrctn8sIgM0PhPGsAmRf1Tdo1ltPg/TqTdRPH' +
      '36bS3H4ZKYPrEFGDIsW70yg1xsGWysImJEs0igeQ2sqyFlECgYB1AqHx/MWt3sxfNqsTdcWYvrtyK4eNBjw9QZEO26eoeHrbFYJE' +
      '0vFDlJiRe85iTfwLQlWmMILDO4px8kyojYrdZnAw5JvjIeoTMYBXpaqMBh8d54tVv+FhTfoHLP3oaJm/IXJEfn665L7bf9WQo2/5' +
      'Lwy5vYizMn8BQF/xXksHvg==',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQD2KYwd8Go3zJ+5DbAxjMOYpq3OLv56sZLpFiG0q+NKHjIlBzkl' +
      'vJtTyrhRDdX96EbtzBvQXM2R4RehNpwswMP3AnF14i/PTdx82Y2Nm9CCseBK3LWOfFEQVDUNZKX6qrA32vG1dxDPrQ24X62o30z4' +
      't8pLKyJ9ANJUz11Az1NzMrgkS3Xa4JOXskV6f+ynJmr9AHx3G+LFt/cY2hql7DVqaU0pd3GTqblaIoixbbgqLjuapxthQs3ST54A' +
      'AuyBrVREaXSeOFHvi6unvGw+pA0HVoTxOWM/G7xnaAPYg8akgPHHl6lki+NP0cEwak6V8GXyjqewHn+fpifmzJtuWeJxAgMBAAEC' +
      'ggEAHiJzLpmXOTY9sd7i/EfgDHyQH6LpYI4DPvFIhkh6EkFc0GNgW7YpejIhivujgBoqr7L6TzFDManxdXj82K4u9zrHdr/OLEW6' +
      '+ZY84dJqrcs2etemyrb9if8TAQ0alBOH78iH6Tf2mQPVf4YH+Xm/n52JQFc7GTwr43nAr93JmJsGEIDSmXx25b0BrtIyARw9kvc3' +
      'W/4N6V2JINV7bTzJZ6WyF4oijvXGOdF591kvDrhxTKGqXdR5Lm7PvLLyHWlvFz1LpdyK+b/SL/69VKOizBrvfUno3ckSzvoCU1kx' +
      '7YyGHEXk29vHl65/hrqAz6ImVbRTeNl6l/S7UHCR6pUWmQKBgQD9Ywoet7auatWEMQRoJT5H8YR2nyTmAjhOEHtHBb4drHuXWLn7' +
      '02iq+cWT1SkzjCS4Wa+nGXagTB7UKwFgtaJiL4wFutAzY5c8Bnkmiecd2zuR6m2uOK/fCYQuCQ8e54UwB0+QIG9KB6Z8SouelOIS' +
      '5Y7CE+koRRtB/yd5Dg4haQKBgQD4s28yrgIzUDZadWWV/d5Vw+ZdRmJCe54uZDx38+rzwUKDF8gcQX93voHn3f92Zqrf6x8HdK2p' +
      'JUzDUoRuBtdQLMa3vCgmxRP3yVeu+hSwetYx5ED0dRxbZ564GpeZNTyzuMJOF0eLp3QjW8u1YWC2vxLB4PUVMWTRfFsE0NiPyQKB' +
      'gEmKjixeK7IxpajJRTso3AuraEO5as8rA8Z8eBsj6orYPcKuaMRTFoTRG2wNqPiiCyJKPXXlKQ3bKfNwS+USsn+Gxz/+eWEA3ar5' +
      'Qf5SdfavY3m1LYIsR7cXHvrxfCb/ESPga1IsZ8B3ufVG+YDcO0U6xRVFDB24+PFNqdoznxxJAoGBANjSFq/oZKK326shjl8l5SCA' +
      'meXX5vJvM4jeeplZXg0FACeqJBv+PlL3E+pB8OYYvABby8GER6Kfkjz3Q91ouW58mwK0V4z1ZGMyde9mt4LklLkKdlapgv9tZ0K6' +
      'bFB1yWYmPcA3K3jllKr+7KpFKzwneQLuTL0dQvgfonqgWS2BAoGBAMXW9BaRV8EJdIrw4qKWUA1tX/J+iX48a8kJ92QFpBOdxOIY' +
      'tb3BIm+w/it1eqB4hcrigkoPeofdGOUPyyt7yhKUr8pJjhBnTVfSMEnYc11Ca2/oDQye07iQq8QCWci11m+8RUW2hK34spSeQdt3' +
      '76ZOeWvtmqFmLxc8Hlnl5dvy',
  },
  {
    bits: 2048,
    exponent: 65537,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCZJObyuCK//F4JQK7iYqyR2PRwh30EudVGFrqO1iRC8boR1CY7' +
      'r4iD3q8hCabA/9TsyTXebyRwd+nPXOI5casV2+9aHgf386KDXI5o8zXnsizNOBFkOcI+55FQ4YYGYM5ubS+m47+ZBIVeyT65U2HQ' +
      'EbFAq2TQglTlPQPBlnWpUJmtDQN5Jo/TbD5DIiK7iV9i5bBXM2/iZlbtYlLx1KpeI4bQjYyVCh7KCI2DAaFzkZ3Grlp/qa7mJxdD' +
      'kqdOKpfuKvJtJng8m7Lgel7UKcFbeu0VYGz+GD2/dnqbdqh8TsY5jpIeglokvLb83GeYDWQGJxZMeIxiraE6bqOJv9DNAgMBAAEC' +
      'ggEABJ2dXVbp6zXowqghrT6Sm3G5ylN3E+ei8zIXrNrs7FybQlLN1TIw7+KMDjebgEklqn5VAo+AfmhK0n5m7hrMMIQ4tlNd454C' +
      '+akWPLkJ2KIg4g2MzqPEBD/X/CNT9gjAaAkf7MyD95FwkJ8Jpi3Kbqo92KhhyTwIYYFhhdnqUXBJwsiH9zhwg9oONujcSEIsnVKC' +
      'clNj87UIsrh6FFYnZPNZgSly4XpbD5Fyd32RGswxXJ6aN5EAk1gXC4ouAzXymBy1nakZ4N7y9NF3HswdR6zn2a5bTfzOPyF1IKuK' +
      'BI4zCAWmgNFDTDMukdkaXKdQThQE0hBWY2fSLVfB9KnwOQKBgQDPOLsiPQm2F8TdtFdG8r9X/mIBVJ/tywUXnGpu61bgeH7SUccg' +
      'qYTYi9rY+OHiiXMe9wt6DD5OkXX5PW8z+o7cllky0grsoj0ZskTZFFsnjH1ow8QeMRMT9NbQiJiIc3zkNsOm3i2EAIeWGr1DkAaX' +
      'YDvpQHQOOtHxzrHOrzQJeQKBgQC9MXBWPAccgYy8KOoA3jY7bdRspE9+tX+WP1oXb/21y38gMcvkTJAwQKPVqVJgSfR7qPyNKJPD' +
      'C0g/7lO4nTIx26bihMFWA/RH4l5bCwtHHbukcwWD/bRbeG2rKKbjuVg0u/kWSLBSZ2jnE3pzrAzEPOXHMzPFohRw5e4bZpjA9QKB' +
      'gQC6bDA2UjE9Z07NoaNvCY3IjOsAhXBHjoCrSCWcWg5TbTOy5K0/HiKMae1dizI0CjHOJrRlfUREjKpUqsczPPNvUbc3eC0py58q' +
      'Ue2MWbrT7pkYOh5ihwXBy1/CRVDsWPF/oiEMKw9JlOxlxvKEKLs1Tfc4FasS7inX33qpFYe8CQKBgERcGLsP9YHXTYKvRd4KbI4M' +
      'oTSgKhkee3tOaL8POBz36nc3hvR2taK5uHj7NUiVcEE+TgKzJrDS4sg21Qlfw0NAmow+a50o0Jsor+81jl2j4KkK5nNKuGBUo0u0' +
      '5Jhj3/st8FKc8RjVRJI594TUJcjCOERBu/MtHTWt3tsHtyoBAoGAV7cG1uq2Ndmx0WFiUVPp+Y/q1uoSTCiVmnwCrDYsZKr6I/Bl' +
      'UP9o53i5siqMLFJ1EmVnkrqA4vWCSAwT0St8IiUOcbG2wyCxZIXAtJ/azun4qmFToh1rTr2HgAo5Hiy/sGkXp68blCi3qSGLTuVw' +
      'fgODde2sdtPs8V6kuBm62Sg=',
  },
];

/** Of other sizes, and one with the exponent 3: for cases about keys. The one of 3072 bits also signs the test root. */
export const UNUSUAL_RSA_KEYS: readonly FrozenRsaKey[] = [
  {
    bits: 1024,
    exponent: 65537,
    pkcs8:
      'MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBANXi6fhiTqQlIri33cFluEEAR1HtdDcLK91Ei99+y/9oHdk0PJlg' +
      'D43CGkR1KyNaL93hPhdN/VnS6nlYpPfALVZ14afmONU+YUnuhGM798DrarrNiPIzo1MNrrsVBAkeUi//ahHIn2wj+awnXzUTFB2O' +
      'oeW8zgUnYL7XZHRDE1TBAgMBAAECgYEAiYjWZq/gXdC7WQhyglAEgVfKhLYqStLWK/xN7TM9vkiXGPpsFTweBEvSVD77tEnkCcsz' +
      'AA1YYpAr0kfcHKvo+kjlafs7odfp6pQF4RmV6LQOu/yRzmMFYrT1QE+TnGwWNkFI7nDXL+wJMy1IOiCgslLhrAyieSQOnQLxS9M7' +
      'TvkCQQDvC0mXQy9F4ieJGRyMtHfD7/Pz1l7Zo/pb53G0r8AGzzl3NSYFzEky6dvRS/seH6L/1kfQuO1e6R0H+jvoL1Q3AkEA5Q7M' +
      'CbK8K59sqnL78dwWRdHvsFFmHUOUQsgkOwTXMWwh2QRvMdLs4ax/S/uJ5QvihdRC+E0wI6++YEttzAsSxwJAbr2i7RFx4AUiXbAl' +
      'esXMShhqwsbIEDmYLWVuVs+ovT7ZF3Gm2L7IFm8ip7Z0coMjhzQk9vwE85g5G84AXNM4RwJBALRDSN/5AY1zEZmylARrKDwaU393' +
      'D93H6U4FJD4uOQx0BM89ZiTX0gRoNGYftw3CpKqduXafiFsNW818jxQdQtECQQDuUWvMpxB36FYk7/IqMRnZB4VorSAvxmNuI9o3' +
      'J4jyNk6F8R3P1zTCnrlxwN0+aq8Nq/To+C4oHmaS+6US38il',
  },
  {
    bits: 3072,
    exponent: 65537,
    pkcs8:
      'MIIG/wIBADANBgkqhkiG9w0BAQEFAASCBukwggblAgEAAoIBgQC7LcizUueiq/FEohfdQ2kjTr21SZ9JLMXZqTQLDSszbjoQep/W' +
      'RVw4AmgwcuBS5EV1Q83Do08smq7XaF2LUWlCuINvIcvwoP8ZHbRTDyi+oJ7Y/n66s2pGIOiMZylfTrRneHV0FnALREmkX4NCNNpW' +
      'a7pQg3v9J7eE+be6TWVPIq3ZZH5dEbB5as0XqDUl+btIaMDO+w0t19ZPGY2roRYIvgkFXxYeLV6t7820DdqcqLs2QPRuiOaQw+tN' +
      'xnsCt0r1KA1mHOWGxSA+q52ycuidmiOVBlRdzKHmLsxCoXDavOlbMFEH5XruIBOnRGi7QpmWvPk5P8QBMmEiWKIlB8lRcQPJ/TYT' +
      'wZVV3VH7n5SZChceWK7tXm16niOsIs8q6TH92uIg6g2M6XDRWLx/LBtns2UU8jq2OAVFxM9svLP4Fs28oVNygzKA9efUbBQMIfsQ' +
      'qoJSGfanjsS5pbBu7Ai9Gq6feKe/89S8v2LXSQCLfSO/YrH1hH9egFzutJCP340CAwEAAQKCAYAUh7vLAXWjJ8lVjhLgg7+RLhaM' +
      'Pxg/wi+sRU0ORkI+CKHJQ23rJl3sTcVIRR1aMiv1Jfv4cJ3jRk8VlN6nxITvWsYdxx7zlHEOe+3Wq2O8buklY1qal0m5iev/1GPb' +
      'Doqmi7WUR07ASZvrMce3mAz3rCa6JIXRuUy9gtdWUZ1iTes0HDvo8OMCmkaHCP3VXbwfP9AgE7S5GcKpl+OsVsWQLWnXYzvNkQvg' +
      't5wAGwHmq3InS/4TbqQdbkPNms7MuDZJxHiUY3wZXOc2rnw507aITiy/f6cL5cXa6qWuJA3IU980OW5Fbezp4dA4wCpjWmxHiJ7C' +
      'xyOgw9EB5wZFG7OfaXHT1UbaH9xoXo8WUeexLBXDoRPbdxZ/81o6aMRxjz0bMld7YW+5p4+XwpYXU9n6BxHzr6x2IP8z2mPiOiRX' +
      'bogOpRzuUpBcoSY+NLvhjDMAchwREvszMnxhC6xf1A502Wc2iz+UDDkaJlF90grcIlqCiZ3wroW/vtRNSRIZjpECgcEA/KAHiVye' +
      'zGVtV0lZPcmNP4hukYBQqhTtnvNhTSrAHuS2JZVOoegMgG1SKZsrcqbsvB/poSpMIPtHdFIBNi47jY+0OA1z5ZO+u8q2mSUu63fn' +
      'S0mnVMcJLP1NzXz7Db8al4Cblh4oSW/2tcuxZ4C1mhBswjAhmXPQBk1rs3M6fDpblNzRG9VOPiICLp4npd7DbXmrKmC3jYLpjbC0' +
      'G9KB7d8WcJ/OtInvyn1bojB0aa+l2cJVJSt5fcmdoktDm9TxAoHBAL2t7iF7sZVYLDgD2ZX0H7kJc6OA8BqTidZ6p8SRDl3Ih2WN' +
      '9QWDsQz9eoBqkDNTppZmK3TdkSo7OMfRZdqmIx/3PYWXu5Pbf5JWOJi+pn39fjqurWckzBI627N3YnoS8g1h8+2nbqqzEHvcnA1V' +
      'rroAvdYkN6h6+XeATWYTInD+m9W5tyo09XbnRoNbnkVVuczfZDtxZ2j6NztgNl2t77sSUOUsMoEmj7NbrIMiFd7b9GfFpp8Yac8i' +
      'vnmsBJvEXQKBwQCUst28zPfr+AfUSShuZiTuMLBklNLmSktUNI4hjfhoNtfAZ5JRWvWA4thqBRwd8IOIeIBcjTkicMYugdaUvcHw' +
      'IZZDKCgACmdKwpeYrXpgv8M1XbVRAZc1FCSnv9lGziYo51qtkjLEh1MAz1UtR2Wdue1KoGommTTpgMjUaA8U8ITXquKrL3NOv1Xp' +
      'es57pBQEbImD+EoS0ewHqutZNR+llJrw0CArxMWQuxkk7sCXNPy6oNjdeCmbEQHodcTmBQECgcEApK6SBbgjIor/OVL+Ytclg73V' +
      'DKwxyqE2F2U+q8dVNc+Y3m81wKfp3GFnLn9W23lRNVtXd4u3MXdhgPso94EvFd3PKGHoliMIy8DYOqWsX87q/YATRW4JT/qSLWsF' +
      'sP8p8LyO0FOCHeqB8UhEpL8ziIKET5v6RukeFsbqbClIydoE6rbndFmulKGP8xRkgcZAHsQFfiajpd04fvC1wvf1H/JzEcYhw0f7' +
      'k7mQOfoqCufldwN/+rlzhEeiIHldNvBxAoHBAKo5TmEoXMm5+LjcD0s5Fmj73y7ohP1gfDKLk52czAdEOJAGQni/nvUwEKvxjeDR' +
      '8X7I8o8Trtqyv7Mj+1wXPLLCzf0fsOTK8GttqIlLs/fkS69oaXyrWrbb3/HvnU5bZOES4xNIt0gKfb0yi+9NftDDasoLSQg4PSzl' +
      'TYe1kMfIb0eDe/kSGdPw3WQ7gMwdhDiDYux9UX0N5h6ykDF9EQzEt7Yll46G4P7uI7ZzxotC/00KIqGuwYindoodbJYDPQ==',
  },
  {
    bits: 4096,
    exponent: 65537,
    pkcs8:
      'MIIJRAIBADANBgkqhkiG9w0BAQEFAASCCS4wggkqAgEAAoICAQCmybXYamSXTiBTUcwRL/xYOHgG5ieQTFST2aoG1H/BvY4Lb+2J' +
      'QtCPpntu1Diq287BJDLnvFm1PEr+/cmuMlaYIqkIB1krzo4ftSqL8UGEIogCl7nvehmksQX/yOZkJGQOtjYHaqopxSYMhHTbGeTY' +
      'BTC56VFZRopojzOm8D29lbafWwRRcimsrNxfQXl5jSkjtYhqc3l9qhqQuRE6tqMJBR9jsdpR/A1DEtSkJLQRudu3A+ygeTxN0Pr4' +
      'geTE9ljpiQSlIocivur4QAoTrZh3wguGioAI2hW5cZj2vl6oskjLqFoKUvQ94wnHYrl/s5utnu5648MxRZUVgx/Xiue+5+YC1ekM' +
      '3oSck+26+e2WsGNz6S8x9nCTym7JPWOblNcOu0coKb3KktWb0+jjMp0Xfz/0wENdZym+tfpjc4WqIib5ttiR3DWIQzrW39sqfrJh' +
      'tRUAOvT4ulzBwNsQRt5o4ZwhPtFfS3E6mpgcHimU0zWgP2XEkhnPXo4h361AFL82u1AUNk+/auAFeADbdw+bOzgg57SSguHMToBB' +
      'D05Cdkb1bGf8LalyAqAUrXnnmgroj+b3P09PDv8PDzyXpHq42k2RkiykAKqcp/96I0OatDDikLvINbjtCEjZnAe7P+l3t+aq5Gbc' +
      'zS13f5XzsWzktKUDHrdz9bod/jYNPHpWLQIDAQABAoICAAEXtoaXFoGclBRM/OE/8eSXZMc8IBY56clDgRxPrWaU2fwJMlfWhYyW' +
      'B/OklZpzm4R4ZZJPEZILtby7PORUlWykYtHCpTrm54IdqwxaUEDlWQQV/7R/QEZr7SDNLXU1J9KmLu8YK8qKQsLiO0G+3Fjt78Zy' +
      'ri2/iziUIj/TDb8oM+y8qT0/WjaKC1zfDkSq6ry+e7OhfgeXYwUqW9/el8LUsxfxb6oJ1KxpJdYix2s2TyeBHGkQt5cVlLn8CoZK' +
      'dtqmIyRRzZYqBLALpgVAUIy4S2BeQpMhmp1/Dll6IHSfy7T0grfT7fWvKb6R+ap0gBiVv0o0I8XhhtB/7hLOE3vnSvxSkw0o3CPL' +
      'QDZrv5ws4B6kl/6rvd4ZCmzyP2zqGoUjODHIcsseqPj7uzCsBKZEB6PsVFuJ+8jFvuO+fAuEQEAMO3iUBYdPNNPWv6JqQ+dyccFT' +
      'ctb6sqgAJMAauU+Nw/hA8Yg/uaFPNT4DtMGjHZAkvRffskOwcaEJyCL7l9bD++EyZRelJi87Q6oReEcmEbD0G9hyV/XO8cImMLLB' +
      'J6WJE1ew0tBWg0lCPWXbRWX7j0GQeFn6JHY0SZrlCD6qTG2QeWvmd3UJQbnaIDXS91KTc0Vs5kYCeJaaE2VkaONR43DOTF6LkKYT' +
      'FLIG+6OMMGXUomA8HxfeHGyAQL4BAoIBAQDkz8Zpr1gn9lcC/5UIg2KWJV1qDE3GKgPfi78ZZNVfc8pjRcULQyitWtfvWOfeXBv7' +
      'aAfGSRk+/BJUr/DqdD4wGe6t3w7d8SD0Gh4R3PY+7CBQo3g6hy8pWN3U/oXQVhRdKydPIB4bhNCrc9etdQP8bM9O4Ws6noJ6QU5X' +
      'CClyk/9JyQfTsJuyy9wafzdBmRwj/3nnS6ENGfEa7KDthoeLAktoFlEO/ksXzOzadsNV3vdctNzVgOaSEjPe9e2/CbSo+eE3Qf+j' +
      'ux2Piwspwva/CPGo564zJxailgOtkRq+j56WjRY455YcPIVVQfKv8/8gIYdz7QUr0Y7BIax91Jm9AoIBAQC6mzxJngnVlQmB0h7P' +
      'm4p4rOJk6uH16tTw717OtIp26t/teNbPbV/WUaLge92XCyYKqEB5A+KP75uRMbVLLnCKCnrYw8Ll9IEbXoIzRqcw4EP3mjb8WtlY' +
      'Y0ZtAPbmlUhY/6xGFLexMCtsB7Zb+O66o+Q85cXKR/1dJ18D+BxcHRbz7OdAqQ22MVnLFYSGv0U+eNZs2k0sZS6JssZS9t5irmOf' +
      'nx/j7tUIdxFy0crS7S6kJYHuOqnIlslASlTYcGbZnoDpCWzHDsyVN79cclwZ1rkwqjzjvjbydcYITZpCxiI1K3PU7t9gVCRp3nk/' +
      'SUatMS+GGJ9i9H3TKqvegJ0xAoIBAQCVOSBISo+uuEx06yRSAgWosEOk5tNOGpaeEvCVahpx/v0OEzF3r9v2etl7Ajtt3Bpvsp/n' +
      'ZELvvctiqb/v19G64x6zDFcQzbJVIDdeJQH/dVV54bKGUSWjzI4X28p/XbQ4Mu2W//ZCsjK4rnsJZ9gqpvfolMCu4TNs8exafDsz' +
      'u2txvoa5O2O/jo5ERZVO1cDxhSsGel9VQQbqLUqiverl8KAnCO7iXVux8PbDX1LzTM98CYRARamZt/9WOINN5NGKpjSIKiXDrUOR' +
      'Gvgzyy/K1NVt93K3b5WmgTly18BeaSHfQ7IreHWAgsPeH31b3UAUv2ksZHbL5gY41HI/OgjtAoIBAQCoNyQDoOlwlac6VfXcZHRR' +
      'EFgNbQdAre5DOyUV5P4k8NnnslTCK/CGvJS9FCvO6wfh94YXEP99jRuJqWuqWDSu23+eQ+o/bUetKmboXjp8/s2GOIh0uFjRKrzj' +
      'qkjn146eW+wqSKbGnYunGNS02BQsP22Rz/eav4aQINuwMksuZjK4tMhKK5rmsFonjkAnT+jVxgxVl/yVlqh7DKNnSo9yGY5I6CLR' +
      'UAzOUrdx79iMh67R3dXgsRU4c2T8BYWyjrDIX/AJIqviTV7y7IwehCCuUjgivHOjQWc67hwUhBAZPY68q20BeEv5BCDHJvvZpu6F' +
      'VZ9nnG6hv5BleUPxkbMhAoIBAQCJHNUGTqejG52Pg0KRAOQWgJQgWD/fhrsAcseheJ2uHRZeitX4C0rQXATAMLdYvGdSSU/avjyW' +
      'zv9SYq0I4mKRkKs0QfKTL4SNT/kECNIs+EtXTCVTyc1l9pkoXu8K2RQEA+nkRi4TQR83PUbN+GUYdNzpU8EeQ/IkKANX1Pm+HAfg' +
      'FOv9evc3oA2BRlXaW9W0wEbLt8H6xVeE6fjBk9NUUySipt+BcjT+rCaeibfLHuHuTG20OhdSgI/WPC8MOVJWc+2pKSVQB4/7ADxq' +
      'NbDSq4DKsDhVwhHIxQnXu1TZUrYkwrgYD7Ts+/vLn/lCAIUZFMaH9cUJZ/bYqIraZCWj',
  },
  {
    bits: 2048,
    exponent: 3,
    pkcs8:
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDzflFjUfkKz4bNOtsepo87oa3dp7/HjFvn1y/4Z9OyjWhVWh7h' +
      '8W7ZWY88d2OnzsbP2AQmrj2RaPwF4HH0cEc3xV8NDK5d43o/vKIFYAouS39hcjbCqI9AvrJf5qZLkUS62NMCMA8HBbGBgUCLlH4y' +
      'ukxZPHm26B6cjbwPG2nSHBjSecOIXnBoQYIVz9D8mOD5PgQj0Yl90qEKRE/jLtMYf0aqumZsvAF+Kh6/qU4C6SH0nTvqfuG4wgNx' +
      'pat/yGsRFNjooBmAItBijCL6xHbPbThMix9btNKvEKPwPq/zYGoIA1x95RB4NtpVodVGbl/QpJzRjReopDFjlo5G5FIFAgEDAoIB' +
      'AQCiVDZCNqYHNQSI0edpxF99FnPpGn/aXZKaj3VQRTfMXkWOPBSWoPSQ5l99pO0aidnf5VgZyX5g8KgD6vai9YTP2OoIsx7pQlF/' +
      '0xauQAbJh6pA9s8scF+AfyGVRG7dC4MnOzdWyrSvWSEBANWyYv7MfDLmKFEkmr8TCSgKEkaMEW5KP7iLSdC1X0q55LVnNrt9B6Xx' +
      'gqJkET4bh+O20zTTHT2YxAZs81D8Kn1Cu4fP7gyWeS3QuR6qiI9GE1EHQbC5y7tTM011y39yHLe+kLHU24t5o3jitiaw7fE9D3iT' +
      'UKkl19MLmOlUy9/2Rz00+ttxwmSea1FMRjrs216YQoYrAoGBAP08qB5dpxw/7i4Kj3QRxU0kN2br0NQ7arG8hoHWnOqsAReERXjv' +
      'Y8XZN4uomzW6JuSOyQirJro1PKO2y9P8C8morGmj24dpgkQJ3AxXgIi7RhHLh4/GCzQQrvTT29sZ021wcX/pHzi6oZ5xX1mzsQlH' +
      'L1JclEpGuKOqWZ0h+rU1AoGBAPYmchBZyJsYRGP0aUzQAXqZeyRNvMGsThIkcfh6VRkv0lLBTuPZ60Iqstcy9MyQ3SqEHm6GQnmD' +
      'uIjRvN342hhRttZH953l700thQMFauNU3dVKjlpBmGSU/MVAy5/8k/7eziADYHm+Y2vy15/DRQ1e0bOHV9NvgjVV8+NAhdORAoGB' +
      'AKjTGr7pGhLVSXQHCk1hLjNtekSdNeLSRyEoWavkaJxyq2UC2PtKQoPmJQfFvM58Ge20hgXHbybOKG0kh+KoB9vFyEZtPQTxAYKx' +
      'PV2PqwXSLraHr7UusiK1yfiNPTy74kj1oP/wv3snFmmg6jvNILDaH4w9uDGEexfG5mjBUc4jAoGBAKQZoWA72xIQLZf4RjM1VlG7' +
      'p22JKIEdiWFtoVBRjhDKjDcrie078iwcdzoh+Ihgk3GtaZ8ELFECewXhKJP7PBA2eeQv+mlD9N4eWKyuR0I4k+OHCZGBEEMN/djV' +
      '3RVTDVSUiWqs6vvUQkf3OmqCLgjp4SJaOoz1AXjj9+zVro0LAoGAW9VP8muRKa7BT30o7LTdA4OcXRqoN7fn2w/UtEPsF+Y85yiF' +
      'dRsrpmINU56EU+DZrQ+sBjqTTUSSidu15tAO2zkdpu927nkZe7RFekHWDPPczxei9+KDbLv7gslF6FbEMi7yqmS8azYSDpI2V+YE' +
      'lUqFVt9Mvs/RqchekZcwpvs=',
  },
  {
    bits: 3482,
    exponent: 65537,
    pkcs8:
      'MIIH4gIBADANBgkqhkiG9w0BAQEFAASCB8wwggfIAgEAAoIBtAL4nmz22j52yohekfYP81f48DWACGK/ebhpZZMpaoARvKDXZcv6wTC3' +
      '3yPb4m7Tpf8SU5bjFXF0oxDFHo1Hlu6Y1xwxO+5WBre69lUrnn2Ly9c30yGxJS/Idu3oO0IfkWZL2B4suv7G7q2BmswLmak5GNvPBKz7' +
      'WMll8Bo7Qxl2lxCMdZiZ4pXTYHRGsz2sKo43cHRb6RsELgF4WD3bFBQHhgteXigwc89qP0cQnn500CF6mN3Slv3oFL+njzNjW2Q/BysF' +
      'GjIp4V1VUvAuXhbDWhJMgYc4R4nendeS5CnmN4JYsO7X/To0PbPvCBTKOpIx5NqQQ2arSOphfba4P3rniuuJjmomWuPytpvYgk/rNcQx' +
      'eMRyx9ohCLnW2omG+fufGGrysT+kn8A3m2p2Uq1307eHs2630hUDIrZ5/XFMiQMXXq0jTI2sE4pOm5EeO4me2C2IcpLIf2txybFyPb6x' +
      'rUduTSXgMNr+DJVMgd3LFVtS37GJidQxh/RQat5IwmQeYjBIKHzC9Dk9C3cHS5zlBBOJIv2GCEwxP/kDAhPNVqCQNJ6kcyE2cejk82Pc' +
      'rx2V++sCAwEAAQKCAbMHQPOHEyO/XEUaqcev9UEkhZ3s/6d5bf69OpPBtFtOT/80rqrYVFlTl5Qu96TY7d9V3Gg2+DBhzWBOkPEF+sGB' +
      'waNqMMkgFuZPqSO8y8EkwSfnR2Mt3k3rWn8AVPhXdrqEBKadBJeDbClJcCF8BtYfTkZiXggMSZd6GmUVpZkrkVs+C60N4qRNJMFXH0R6' +
      'TNmYW8EwUzPHwWyQKj9ExJdATx3yo3E8rQ4QVFQoK2rHUGjRU33iEUCQowoE3g++ZdO56iaV4N8TmSubsbPKrWkIKea8xgt1FPGSpmX/' +
      'Q/r+7bNz3iS9M7S/Lsb1m51YKSLJa11zahIW3ruYAkd2JcrcQ59eHxIIrILnoId4PPl6XsM4yqzWImdldj7Nbzdg5W6SZUTIUML+aaij' +
      'GC7zZys6AYn41xmNWZ/EdrxZLKwDIxbWZPiptvop6uth0kC1DOO6yhNn/FmLFgJT6LDQI8q2oTqy4fT3AqQWeMqKzKTq3jose5i4eYSX' +
      'TuZ5jQ+jWHMmYut6PUhi9FNuO0lHAhJ24l8MO/Tsrnb9/N0o0DrhbBVowsmazzoaYE4Vd2+anF59oKkCgdocTPX4RSqB6zrFYfUnUzaF' +
      'YldiUzOlQ3SE3ArF5v6kzUB5QOqxjIrkukWws7hc9+jkgijWdD+lrpY7gulSqCW6RIvIzySRnVQa9rMvKd019Rt2vFGxjJ2Pzt84bjfc' +
      'fWBQPDfP0bzW49hTH76TDQTcgeLhbb5DPo1aWyV3if5KmR2Hpo/iZSJtEqlN51Zh1WUcBaxei/nNxqNmbyQenNj0gWr62+OmO16NMbi9' +
      'nB25Zph8bAfNhKoihA5tl8HFPAEI0r0unIlsEbnHXoUzNIe6w0pXfsgoxl5UnQKB2hrgW2UHLUrwLT2holiV75Q3OGKZ8vTEEUfhh7v2' +
      'ErROy99nSsm6uqjNBJu0E6gUH1oMQ8O7K6tI/S0GORPnFHBYwJ3jTF3vxYaY33BYeOmRdRmaPfnA70A7PfR+EBD8xW6cs6EN0mtFjPKL' +
      'EH6R5kJhACbgE4ozcWrmboyinvjZvEnwVGMxPv4gPmEzfhd7Gz34PcHzZlCTKnKfWJ+eOhB3N4wxvfULU0Jpz2nNTA4Ey5Y1EPZS0hc+' +
      '8yEOq4bH6dK8umcMF7GxTsTBT6bFHSPpfH7IzHI6i/gnAoHaAoD0ieBkoFXVPz0pWS9NdYN7w6EkwowzNMXa1iNXh/D4sUGDAe4zI4Uv' +
      'QTDFMMRmAEFbp41lTB0kAWPVjJB/tfj2fO+GhrNqi3Aj7hpADdP/eAO1HoYYMm7U5MMrggA9kxugvGwLzt8ddk0qqQvP0EpVbigtWvmf' +
      'u8ywheDZdHQTXrrno9nar9ekztWWmNUuOspts3eixAe80QUoJuUtdIQ2mLb3bu91r/wkIfI71vkyqF9OWWpROvh/5kY0yGREmyk5v3Pt' +
      '3He8/dxo4FzXXTiFzTPUNXdHRSkCgdoYsWunPdnSUSrvxjK3u0I8ZiPLC/DaC85owYCJJEP5H7BWmLtw7rwS3RLPz7qDocFQZZZZHf24' +
      'SL48AMyuSZBQzGpkZfLDF8neqVQZD2BAEKGLHVi1wBrRY9y/ZpdyVBs9ToIHhgB/CI7ARR6pe3kYIbEXBqdNQYiCFCcb1UnED6DcOg/+' +
      'dr+OkqddfQbrofLck9iB+xRVEXFdkKPHO4PTnwUNLKJ/oqEjkr27UqD+/E7kuerUtjFKpE6TX7wegEyHj1if1s9qNiLNyWJaMh5c4We9' +
      'wNV+WeZB3wKB2geXKjWeVWeNPmSI3nmGqKBpW0rc1nK/CV89A7w7LrnblosV7brD1nVYDaoW+R0INHAf0rO8RJPQyZRTM1hi2C6OghfZ' +
      'P59+zzvj6aY1bgSJ4By3+ps96oK4kVRiwIXhghRRatVtFmP7Qkg+4egO1iXY3A3bNuidEgcM85Stqwgdr4r1akadkB4ElsgfLZxjWVf1' +
      'tFDStofktQtyKWphSLeTB00RNNe4vvyM6r5nIH47mq2Tyl1xOEYhP4U3Fb0hDS9YbtuFYNdGgd2FnQ87R5qFowiWo/d2bBj5',
  },
  {
    bits: 2048,
    exponent: 65539,
    pkcs8:
      'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDXriyMBTVtk2EHo0EukA4lt/KTM0KA5Iz7SAKhXi3I0I5988D+it50' +
      'YjcynGBesv2G9yIeTzxFa7kBie216ZytfA1QzNWpt8iM8HyPfxd11Dd6iepGnAbxSjOyV4eQOb6Xuo4K90/ZXu1kv0nEjgNr/tODz0xq' +
      'iFwhEEnDG4MZA27gpGRlFFUme6Mx+K0ACsbUzWQ4HGRIRDyS2PQp42dP8q0bYo3MDn+wEqCUbzjAlQPVZQZZBryVBqsPCMN5Or3ne2P5' +
      'be6eX8vmdKPX7XFtYx90wmZPAbZHJ9swNbGYNuWlm6XC3ZijVbLR2Irp80Wm8Vt3dkpACDQQjumepzWzAgMBAAMCgf9tGVQ81+v/KhAX' +
      'LM/yngdN/qM5jMF97yODsmI9emu50lKdvvTj5JPaJCB/uJuWFMkBav+BVpD5axHVEcaKMg4rl731Jb6kHouXqOAH9rJ6A2wGOLFYo+OX' +
      'ZEL57llIaVytqtXaCozEzzao0slYkc0FulbQKOytHfNA3/qwQloKGDABNxK0iOoyc6dY/t5fA/j7ww9ZBupEqoXLTFMiRSOLydZ6wA+N' +
      'lVsWzIE9Vqif6we1O4g4jj09in9SDPOMO+2KOFBX+5En/7aXLzwZfzTWYSb++B8r9gDMHr4A5m9yj9Vj0AQyCd9uLhjBiTXVbI+tMyL0' +
      'bnYK3l9Qtx1bo5MCgYEA+9D2+uo5WcFnalPuTQvYxKHni+YY9fzjxhWoCL5NnL6tDW3U03IqZ4LEZGZGf3jcdw/lAbvGs4BUQ22De/Cw' +
      'C8HN+qcOKCITfAJW54wWJNM6f1iDmw7v4JbCatigF987vMNUmrkYTXKxof68IVm9ahk+3a3GQDH1DVLQn8HW3lsCgYEA20ODudZGqMKX' +
      'MokfTnF7+EFeaVqADbpBLMSfNnvnv/qgmwrumCT6zGLxxkogEfXkOs6+9+0C8ofUkUGPVfcR99iS2vuLEmMxQ9uRXhgLrNGDPAOuRKsp' +
      'hUVkL2A6xeivsSLk0m9neY3zXFjkHZIUINgPEu6Su03S56NjPARiVYkCgYEA5fsYocEnPdQ6xxxywGYguLT1K5aU6GxPg2wdRCSC1TBm' +
      '3J9KE4B62TmTUjiymTTHPSh83y6y3rkIyrsVdWJjopIKOl8EgPocfV1q5xnsq7woqPUM0+gYvgV3YM/XSEe56CluOUWBsbc7txFS/zzI' +
      'mR1jYq0emiXSLsSm3PSjMQsCgYEApXXt2YeQsg7rD0je/oSWoR/pUMNykoRUPD0Y80H9qR62sXzWgdt6laf2PuIZt2Cq/wQifw+mZ3Wc' +
      '4FuZiXIcf/U3S42rVXlMtLBnjYx6whXByRfnzmjD1iBQbvNQ4IGseSbKvBIQH0Hq3nMVpLPcBwkXnOGlpFqY1jYBdDluTQMCgYBI9fnB' +
      'FJnYyPcELubjk1sQE6YJ0YCzhzB2TUd1DEKksy9vFwBNnq9qjf90snZ/x34fiNaZOEUeNiyfHNItxH3ZBulHRlB4Anb7xstmzNzujD8s' +
      'QyBjo6KfEoTYNNJiiyMEFwQ8G6pIdBZWy5WClYvwpRnhSDrqIJkSAbeuJDI3Vw==',
  },
];
