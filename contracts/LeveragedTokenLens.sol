// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IFuturesVenue} from "./interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {IRebalancePolicy} from "./interfaces/IRebalancePolicy.sol";
import {FixedPoint, WAD} from "./libraries/FixedPoint.sol";
import {NavMath} from "./libraries/NavMath.sol";
import {RebalanceLogic} from "./libraries/RebalanceLogic.sol";
import {BandPolicy} from "./policies/BandPolicy.sol";
import {BandParameters} from "./types/BandParameters.sol";
import {Fund} from "./types/Fund.sol";
import {Decision} from "./types/Rebalance.sol";
import {Limits, Phase, RebalanceState, TokenState} from "./types/Token.sol";
import {MarketTerms, Position} from "./types/Venue.sol";

/// @notice Whether a token's numbers can be trusted, and why not.
enum Health {
    Live,
    VenueHalted, // priced, but neither minted, redeemed nor rebalanced
    PriceInvalid, // nothing that depends on the price is filled in
    WipedOut, // equity is gone; the next call settles
    Settled
}

/// @notice What never changes about a token, and what only the governor changes.
/// @param maximumLeverage {1} The market's: 1 / initial margin, WAD.
/// @param maxPriceAge {s} Age beyond which the oracle refuses its feed's price.
/// @param bands What a {BandPolicy} was created with; all 0 where the policy is of another kind.
struct TokenTerms {
    ILeveragedToken token;
    string symbol;
    string name;
    bytes32 market;
    address venue;
    address account;
    address oracle;
    address collateral;
    uint8 collateralDecimals;
    int256 targetLeverage;
    uint256 maximumLeverage;
    uint256 takerFee;
    uint256 maxPriceAge;
    uint256 virtualShares;
    IRebalancePolicy policy;
    BandParameters bands;
    Limits limits;
    TokenState state;
    RebalanceState rebalancing;
}

/// @notice Everything about a token that moves.
/// @param price {usd/base} Index, WAD.
/// @param priceUpdatedAt {s}
/// @param nav {usd/share} Of one whole token, WAD.
/// @param leverage {1} Real, signed WAD.
/// @param size {base} Position, WAD.
/// @param unitsPerToken {base/share} Position per whole token, signed WAD.
/// @param equity {collateral}
/// @param supply {share} Minted and pending.
/// @param totalSupply {share} Minted.
/// @param lowerTrigger {usd/base} Index price at which the lower drift band is reached; 0 if none.
/// @param upperTrigger {usd/base} The same for the upper band.
/// @param emergencyTrigger {usd/base} The same for the emergency band.
/// @param liquidationPrice {usd/base} Where the venue would liquidate; 0 if nowhere.
/// @param maxDeposit {collateral} The largest deposit now.
/// @param decision What `rebalance()` would do.
struct TokenView {
    TokenTerms terms;
    Health health;
    uint256 price;
    uint256 priceUpdatedAt;
    uint256 nav;
    int256 leverage;
    int256 size;
    int256 unitsPerToken;
    uint256 equity;
    uint256 supply;
    uint256 totalSupply;
    uint256 lowerTrigger;
    uint256 upperTrigger;
    uint256 emergencyTrigger;
    uint256 liquidationPrice;
    uint256 maxDeposit;
    Decision decision;
}

/// @notice What a keeper watches of a token: the part of {TokenView} that says whether and why it is about to act.
/// @param phase Where the token stands in its life.
/// @param price {usd/base} Index, WAD; 0 without a valid one, like all that depends on it.
/// @param priceUpdatedAt {s}
/// @param nav {usd/share} Of one whole token, WAD.
/// @param leverage {1} Real, signed WAD.
/// @param targetLeverage {1} Signed WAD.
/// @param lowerTrigger {usd/base} As in {TokenView}, like the two below.
/// @param rebalancedAt {s}
/// @param blockedSince {s} Since when a due trade has been known to be blocked; 0 if none is.
/// @param decision What `rebalance()` would do.
struct WatchedToken {
    ILeveragedToken token;
    Health health;
    Phase phase;
    uint256 price;
    uint256 priceUpdatedAt;
    uint256 nav;
    int256 leverage;
    int256 targetLeverage;
    uint256 lowerTrigger;
    uint256 upperTrigger;
    uint256 emergencyTrigger;
    uint256 rebalancedAt;
    uint256 blockedSince;
    Decision decision;
}

/// @title LeveragedTokenLens
/// @notice The full state of a page of tokens in one call. A token whose price or venue is dead is marked and does not
/// fail the others.
contract LeveragedTokenLens {
    using FixedPoint for uint256;
    using NavMath for Fund;

    /// @notice {gas} What reading one token of {watch} may use; one that needs more counts as without a price.
    uint256 public constant WATCH_GAS = 300_000;
    /// @dev {gas} For the answer to {watch}.
    uint256 private constant ANSWER_GAS = 400_000;

    /// @notice Returns what a keeper watches of a page of a registry, oldest token first.
    /// @dev Where the call's gas does not suffice the page ends early, at the earliest after one token: ask for the rest.
    /// @return views Of the page.
    /// @return timestamp {s} Of the block it was read in.
    /// @return count Tokens of the whole registry.
    function watch(
        ILeveragedTokenFactory factory,
        uint256 offset,
        uint256 limit
    ) external view returns (WatchedToken[] memory views, uint256 timestamp, uint256 count) {
        ILeveragedToken[] memory tokens = factory.tokens(offset, limit);
        views = new WatchedToken[](tokens.length);
        for (uint256 i = 0; i < tokens.length; ++i) {
            if (i != 0 && gasleft() < (WATCH_GAS * 64) / 63 + ANSWER_GAS) {
                assembly ("memory-safe") {
                    mstore(views, i)
                }
                break;
            }
            try this.watchToken{gas: WATCH_GAS}(tokens[i]) returns (WatchedToken memory shown) {
                views[i] = shown;
            } catch {
                _watchState(views[i], tokens[i]);
                views[i].health = Health.PriceInvalid;
            }
        }
        return (views, block.timestamp, factory.tokenCount());
    }

    /// @notice Returns what a keeper watches of one token. Reverts when there is no valid price.
    function watchToken(ILeveragedToken token) external view returns (WatchedToken memory shown) {
        _watchState(shown, token);
        if (shown.phase == Phase.Settled) {
            shown.health = Health.Settled;
            shown.nav = token.nav();
            return shown;
        }
        Position memory position = token.account().position(token.market(), address(token));
        Fund memory fund = _fundOf(
            token,
            position,
            IERC20Metadata(token.asset()).decimals(),
            token.effectiveSupply(),
            token.virtualShares()
        );
        shown.health = _healthOf(fund, position.halted);
        shown.price = position.price;
        shown.priceUpdatedAt = position.priceUpdatedAt;
        shown.nav = fund.navPerToken();
        shown.decision = token.previewRebalance();
        if (fund.isWipedOut()) return shown;
        (uint256 lower, uint256 upper, uint256 emergency) = token.policy().bands();
        shown.leverage = fund.leverage();
        shown.lowerTrigger = _trigger(fund, shown.targetLeverage, lower);
        shown.upperTrigger = _trigger(fund, shown.targetLeverage, upper);
        shown.emergencyTrigger = _trigger(fund, shown.targetLeverage, emergency);
    }

    /// @notice Returns a page of a registry, oldest token first, and the time of the block it was read in.
    function page(
        ILeveragedTokenFactory factory,
        uint256 offset,
        uint256 limit
    ) external view returns (TokenView[] memory views, uint256 timestamp) {
        ILeveragedToken[] memory tokens = factory.tokens(offset, limit);
        views = new TokenView[](tokens.length);
        for (uint256 i = 0; i < tokens.length; ++i) {
            views[i] = viewToken(tokens[i]);
        }
        timestamp = block.timestamp;
    }

    /// @notice Returns the full state of one token.
    function viewToken(ILeveragedToken token) public view returns (TokenView memory shown) {
        shown.terms = viewTerms(token);
        shown.totalSupply = token.totalSupply();
        shown.supply = token.effectiveSupply();
        if (shown.terms.state.phase == Phase.Settled) {
            shown.health = Health.Settled;
            shown.nav = token.nav();
            shown.equity = token.settledAssets();
            return shown;
        }
        try token.account().position(token.market(), address(token)) returns (Position memory position) {
            _fill(shown, position);
        } catch {
            shown.health = Health.PriceInvalid;
        }
    }

    /// @notice Returns what does not move with price or time.
    function viewTerms(ILeveragedToken token) public view returns (TokenTerms memory shown) {
        IFuturesVenue venue = token.venue();
        MarketTerms memory market = venue.terms(token.market());
        shown.token = token;
        shown.symbol = token.symbol();
        shown.name = token.name();
        shown.market = token.market();
        shown.venue = address(venue);
        shown.account = address(token.account());
        shown.oracle = address(token.oracle());
        shown.collateral = token.asset();
        shown.collateralDecimals = IERC20Metadata(token.asset()).decimals();
        shown.targetLeverage = token.targetLeverage();
        shown.maximumLeverage = WAD.divWadDown(market.initialMargin);
        shown.takerFee = market.takerFee;
        shown.maxPriceAge = token.oracle().maxAge();
        shown.virtualShares = token.virtualShares();
        shown.policy = token.policy();
        try BandPolicy(address(shown.policy)).parameters() returns (BandParameters memory bands) {
            shown.bands = bands;
        } catch {
            // A policy of another kind.
        }
        shown.limits = token.limits();
        shown.state = token.state();
        shown.rebalancing = token.reading().rebalancing;
    }

    function _fill(TokenView memory shown, Position memory position) private view {
        TokenTerms memory terms = shown.terms;
        Fund memory fund = _fundOf(terms.token, position, terms.collateralDecimals, shown.supply, terms.virtualShares);
        shown.health = _healthOf(fund, position.halted);
        shown.price = position.price;
        shown.priceUpdatedAt = position.priceUpdatedAt;
        shown.nav = fund.navPerToken();
        shown.equity = fund.equityDown();
        shown.size = position.size;
        shown.decision = terms.token.previewRebalance();
        shown.maxDeposit = terms.token.maxDeposit(address(0));
        if (fund.isWipedOut()) return;
        shown.leverage = fund.leverage();
        if (fund.supply != 0) shown.unitsPerToken = (fund.size * int256(WAD)) / int256(fund.supply);
        (uint256 lower, uint256 upper, uint256 emergency) = terms.policy.bands();
        shown.lowerTrigger = _trigger(fund, terms.targetLeverage, lower);
        shown.upperTrigger = _trigger(fund, terms.targetLeverage, upper);
        shown.emergencyTrigger = _trigger(fund, terms.targetLeverage, emergency);
        shown.liquidationPrice = terms.token.account().liquidationPrice(terms.market, address(terms.token));
    }

    /// @dev What needs neither price nor venue.
    function _watchState(WatchedToken memory shown, ILeveragedToken token) private view {
        TokenState memory state = token.state();
        shown.token = token;
        shown.phase = state.phase;
        shown.rebalancedAt = state.rebalancedAt;
        shown.blockedSince = token.reading().rebalancing.blockedSince;
        shown.targetLeverage = token.targetLeverage();
    }

    function _fundOf(
        ILeveragedToken token,
        Position memory position,
        uint8 collateralDecimals,
        uint256 supply,
        uint256 virtualShares
    ) private view returns (Fund memory fund) {
        fund.fill(position, 10 ** (18 - collateralDecimals), supply, virtualShares, token.totalOwed());
    }

    function _healthOf(Fund memory fund, bool halted) private pure returns (Health) {
        if (halted) return Health.VenueHalted;
        return fund.isWipedOut() ? Health.WipedOut : Health.Live;
    }

    function _trigger(Fund memory fund, int256 target, uint256 band) private pure returns (uint256) {
        return RebalanceLogic.triggerPrice(fund, FixedPoint.mulWad(target, int256(band)));
    }
}
