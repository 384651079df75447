// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFundDesk} from "../interfaces/IFundDesk.sol";
import {IFuturesVenue} from "../interfaces/IFuturesVenue.sol";
import {ILeveragedToken} from "../interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../interfaces/ILeveragedTokenFactory.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRebalancePolicy} from "../interfaces/IRebalancePolicy.sol";
import {IVenueAccount} from "../interfaces/IVenueAccount.sol";
import {FeeMath} from "../libraries/FeeMath.sol";
import {FixedPoint} from "../libraries/FixedPoint.sol";
import {NavMath} from "../libraries/NavMath.sol";
import {Fund} from "../types/Fund.sol";
import {Limits, RebalanceState, TokenConfig, TokenReading, TokenState} from "../types/Token.sol";
import {Position} from "../types/Venue.sol";

/// @title FundState
/// @notice What a token is and holds: its fixed terms, its state, and the one way to read both together with the account
/// at the venue.
abstract contract FundState is ILeveragedToken, ERC4626, ERC20Permit, ReentrancyGuardTransient {
    using FixedPoint for uint256;
    using NavMath for Fund;

    /// @inheritdoc ILeveragedToken
    IFuturesVenue public immutable override venue;
    /// @inheritdoc ILeveragedToken
    IVenueAccount public immutable override account;
    /// @inheritdoc ILeveragedToken
    bytes32 public immutable override market;
    /// @inheritdoc ILeveragedToken
    IPriceOracle public immutable override oracle;
    /// @inheritdoc ILeveragedToken
    IRebalancePolicy public immutable override policy;
    /// @inheritdoc ILeveragedToken
    int256 public immutable override targetLeverage;
    /// @inheritdoc ILeveragedToken
    uint256 public immutable override virtualShares;
    /// @inheritdoc ILeveragedToken
    IFundDesk public immutable override desk;
    /// @notice Governs this token and names its fee collector.
    ILeveragedTokenFactory public immutable factory;

    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 internal immutable _unit;
    /// @dev {1} Real leverage over target beyond which nothing is minted, WAD.
    uint256 internal immutable _emergencyBand;

    TokenState internal _state; // one slot
    RebalanceState internal _rebalancing; // one slot
    /// @inheritdoc ILeveragedToken
    uint256 public override settledAssets;
    /// @inheritdoc ILeveragedToken
    uint256 public override totalOwed;

    /// @dev Deployed by the factory, which validates the configuration.
    constructor(
        TokenConfig memory config
    ) ERC20(config.name, config.symbol) ERC20Permit(config.name) ERC4626(config.venue.collateral()) {
        factory = ILeveragedTokenFactory(msg.sender);
        venue = config.venue;
        account = config.venue.openAccount(config.market);
        market = config.market;
        oracle = config.venue.terms(config.market).oracle;
        policy = config.policy;
        desk = config.desk;
        targetLeverage = config.leverage;
        _unit = 10 ** (18 - IERC20Metadata(asset()).decimals());
        virtualShares = (NavMath.VIRTUAL_ASSETS * 1e18) / _unit / config.initialNav;
        (, , _emergencyBand) = config.policy.bands();
        _state.feesAccruedAt = uint32(block.timestamp);
        _state.rebalancedAt = uint32(block.timestamp);
    }

    /// @inheritdoc ILeveragedToken
    function effectiveSupply() external view returns (uint256 supply) {
        (supply, ) = _accrue(_state);
    }

    /// @inheritdoc ILeveragedToken
    function state() external view returns (TokenState memory) {
        return _state;
    }

    /// @inheritdoc ILeveragedToken
    function reading() external view returns (TokenReading memory) {
        TokenState memory current = _state;
        return
            TokenReading({
                account: account,
                market: market,
                policy: policy,
                targetLeverage: targetLeverage,
                virtualShares: virtualShares,
                unit: _unit,
                emergencyBand: _emergencyBand,
                minted: totalSupply(),
                owed: _debts(current),
                state: current,
                rebalancing: _rebalancing
            });
    }

    /// @inheritdoc ILeveragedToken
    function limits() external view returns (Limits memory) {
        return Limits(_state.capacity, _rebalancing.maxTrade);
    }

    function decimals() public pure override(ERC20, ERC4626, IERC20Metadata) returns (uint8) {
        return 18;
    }

    function nonces(address owner) public view override(ERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev One read of the account. The fund is filled by reference.
    function _read(TokenState memory current, Fund memory fund) internal view returns (Position memory position) {
        position = account.position(market, address(this));
        _fill(current, fund, position);
    }

    function _fill(TokenState memory current, Fund memory fund, Position memory position) internal view {
        (uint256 supply, ) = _accrue(current);
        fund.fill(position, _unit, supply, virtualShares, _debts(current));
    }

    /// @dev {collateral} What is owed; no part of equity.
    function _debts(TokenState memory current) internal view returns (uint256) {
        return current.hasDebts ? totalOwed : 0;
    }

    /// @dev Counts the management fee to now.
    /// @return supply {share} Minted and pending.
    /// @return pending {share} The collector's, not minted yet.
    function _accrue(TokenState memory current) internal view returns (uint256 supply, uint256 pending) {
        return FeeMath.accrue(current, totalSupply());
    }

    /// @dev {1} Real leverage beyond which nothing is minted, WAD.
    function _emergencyLeverage() internal view returns (uint256) {
        return SignedMath.abs(targetLeverage).mulWadDown(_emergencyBand);
    }
}
